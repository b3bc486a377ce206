const digest = (seed: number) => `sha256:${seed.toString(16).padStart(64, "0")}`;

/** Dockerfiles of the kinds that repositories have; no two of one number are alike. */
const templates: readonly ((n: number) => string)[] = [
  (n) => `# syntax=docker/dockerfile:1
ARG GO=1.${20 + (n % 5)}
FROM golang:\${GO}-bookworm AS build
WORKDIR /src
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=bind,target=. go build -o /bin/s${n} ./cmd/s${n}
FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /bin/s${n} /s
USER nonroot
ENTRYPOINT ["/s"]
`,
  (n) => `FROM node:${18 + (n % 6)}-alpine@${digest(n)} AS deps
WORKDIR /app
COPY package.json package-lock.json ./
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci --omit=dev
FROM node:${18 + (n % 6)}-alpine@${digest(n)}
RUN apk upgrade --no-cache && apk add --no-cache tini curl=${n}
COPY --from=deps --chown=node:node /app/node_modules node_modules
USER node
HEALTHCHECK CMD wget -qO- http://localhost:${3000 + n}/ || exit 1
CMD ["node", "server.js"]
`,
  (n) => `FROM debian:bookworm
RUN set -eux; \\
  savedAptMark="$(apt-mark showmanual)"; \\
  apt-get update; apt-get install -y --no-install-recommends ca-certificates wget gnupg; \\
  arch="$(dpkg --print-architecture)"; \\
  case "$arch" in \\
    amd64) sha='${"ab".repeat(32)}' ;; \\
    arm64) sha='${"cd".repeat(32)}' ;; \\
    *) echo >&2 "error: $arch"; exit 1 ;; \\
  esac; \\
  for tool in a b c; do wget -O "/usr/local/bin/$tool" "https://downloads.example.com/v${n}/$tool-$arch"; done; \\
  echo "$sha  /usr/local/bin/a" | sha256sum -c -; \\
  find /usr/local -type f -executable -exec ldd '{}' ';' | awk '/=>/ { print $(NF-1) }' | sort -u | xargs -r apt-mark manual; \\
  rm -rf /var/lib/apt/lists/*
ENTRYPOINT ["/usr/local/bin/a"]
`,
  (n) => `FROM ubuntu:22.04
ENV DEBIAN_FRONTEND=noninteractive API_URL=https://api.example.com/${n}
RUN apt-get update && apt-get upgrade -y && apt-get install -y openssh-server sudo curl && rm -rf /var/lib/apt/lists/*
RUN curl -fsSLk https://get.example.com/${n} | sudo -E bash -
RUN mkdir -p /data && chmod -R 777 /data
EXPOSE 22 ${8000 + n}
USER root
CMD service ssh start && /opt/run-${n}
`,
  (n) => `FROM python:3.${9 + (n % 5)}-slim AS builder
WORKDIR /app
COPY requirements.txt .
RUN <<EOF
set -e
python -m venv /venv
/venv/bin/pip install --no-cache-dir --trusted-host pypi.example.com -r requirements.txt
EOF
FROM builder AS tests
RUN pytest
FROM python:3.${9 + (n % 5)}-slim
ARG APP_USER=app${n}
RUN useradd --create-home "\${APP_USER}"
COPY --from=builder /venv /venv
COPY <<-INI /etc/app.ini
	[app]
	port = ${8000 + n}
INI
USER \${APP_USER}
`,
];

/** Many Dockerfiles, by number. */
export function dockerfiles(count: number): readonly string[] {
  return Array.from({ length: count }, (_, n) => templates[n % templates.length]?.(n) ?? "");
}
