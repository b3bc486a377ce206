/** Services that protect nothing, by the port that IANA registered for them. 514/udp is syslog, which is none of them. */
export const services: Readonly<Record<string, string>> = {
  "7/tcp": "echo",
  "7/udp": "echo",
  "9/tcp": "discard",
  "13/tcp": "daytime",
  "13/udp": "daytime",
  "17/tcp": "quote of the day",
  "17/udp": "quote of the day",
  "19/tcp": "chargen",
  "19/udp": "chargen",
  "23/tcp": "telnet",
  "37/tcp": "time",
  "37/udp": "time",
  "69/udp": "tftp",
  "79/tcp": "finger",
  "512/tcp": "rexec",
  "513/tcp": "rlogin",
  "514/tcp": "rsh",
};

/** Their programs, wherever they listen; the kernel cuts names after 15 characters. */
export const programs =
  /^(in\.)?(telnetd?|rshd|rlogind|rexecd|tftpd|fingerd|talkd|ntalkd)$|^(inetutils-)?(inetd|xinetd)$|^(utelnetd|cfingerd|efingerd|atftpd|opentftpd)$/;
