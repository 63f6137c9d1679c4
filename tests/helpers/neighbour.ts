import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { connect, createServer, type Server, type Socket } from "node:net";

/** Listens beside what is tested, on TCP and UDP of one port of this machine, and keeps whatever comes. */
export interface Neighbour {
  port: number;
  /** First bytes of each connection or datagram. */
  seen: string[];
  close(): Promise<void>;
}

export async function listenBeside(): Promise<Neighbour> {
  const seen: string[] = [];
  const sockets = new Set<Socket>();
  const tcp: Server = createServer((socket) => {
    const index = seen.push("TCP") - 1;
    sockets.add(socket);
    socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
    socket.once("data", (data) => {
      seen[index] = `TCP ${data.toString("latin1").slice(0, 80)}`;
      socket.end("HTTP/1.1 200 OK\r\ncontent-length: 5\r\naccess-control-allow-origin: *\r\n\r\nother");
    });
  });
  await new Promise<void>((resolve) => tcp.listen(0, "127.0.0.1", resolve));
  const { port } = tcp.address() as { port: number };
  const udp: UdpSocket = createSocket("udp4");
  udp.on("message", (data) => void seen.push(`UDP ${data.length} bytes`));
  await new Promise<void>((resolve) => udp.bind(port, "127.0.0.1", resolve));
  return {
    port,
    seen,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      udp.close();
      await new Promise<void>((resolve) => tcp.close(() => resolve()));
    },
  };
}

/**
 * Sends bytes as they are, and reads until an answer's headers are there or the other end closes.
 * @param patience ms; a busy machine takes its time
 * @returns what came, latin1
 */
export function raw(port: number, bytes: string | Buffer, patience = 25_000): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(port, "127.0.0.1");
    const done = (): void => {
      socket.destroy();
      resolve(text);
    };
    socket.setTimeout(patience, done);
    socket.on("data", (data) => {
      text += data.toString("latin1");
      if (text.includes("\r\n\r\n")) done();
    });
    socket.on("error", done).on("close", done);
    socket.write(bytes);
  });
}

/** The status of a raw answer; 0 when there was none. */
export const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
