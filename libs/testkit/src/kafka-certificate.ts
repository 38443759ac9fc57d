import { execFile } from "node:child_process";
import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Guards nothing: the key is made on this machine and known to tests alone. */
const PASSWORD = "for-tests-only";

/** A key with its self-signed certificate for 127.0.0.1. */
export interface KafkaCertificate {
  readonly keystore: string;
  readonly password: string;
  /** What a client must trust, as PEM. */
  readonly ca: string;
}

/** Makes the certificate in the folder with the JDK's own tool, unless it is there; to be called under the folder's lock. */
export async function createKafkaCertificate(folder: string): Promise<KafkaCertificate> {
  const keystore = join(folder, "broker.p12");
  if (!existsSync(keystore)) {
    const unfinished = `${keystore}.unfinished`;
    rmSync(unfinished, { force: true });
    const subject = ["-dname", "CN=kafka-for-tests", "-ext", "san=ip:127.0.0.1", "-validity", "3650"];
    await keytool(unfinished, ["-genkeypair", "-keyalg", "EC", ...subject]);
    renameSync(unfinished, keystore);
  }
  return { keystore, password: PASSWORD, ca: await keytool(keystore, ["-exportcert", "-rfc"]) };
}

async function keytool(keystore: string, command: readonly string[]): Promise<string> {
  const store = ["-alias", "broker", "-storetype", "PKCS12", "-keystore", keystore, "-storepass", PASSWORD];
  const { stdout } = await run("keytool", [...command, ...store], { timeout: 60_000 });
  return stdout;
}
