import type { EndpointAddress } from "../../transports/endpoint-address.ts";
import { HttpClient } from "./client.ts";
import type { Spending } from "./spending.ts";

/** A few connections to one endpoint that share the requests; each is kept where the server allows. */
export class ClientPool {
  readonly #all: readonly HttpClient[];
  readonly #free: HttpClient[];
  readonly #waiting: ((client: HttpClient) => void)[] = [];

  constructor(address: EndpointAddress, spending: Spending, size: number) {
    this.#all = Array.from({ length: size }, () => new HttpClient(address, spending));
    this.#free = [...this.#all].reverse();
  }

  /** Works with the next free connection; who asked first is served first. */
  async use<T>(work: (client: HttpClient) => Promise<T>): Promise<T> {
    const client = await this.#take();
    try {
      return await work(client);
    } finally {
      const next = this.#waiting.shift();
      if (next) next(client);
      else this.#free.push(client);
    }
  }

  close(): void {
    for (const it of this.#all) it.close();
  }

  #take(): Promise<HttpClient> {
    const client = this.#free.pop();
    if (client) return Promise.resolve(client);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
