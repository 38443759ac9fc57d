import { execFile } from "node:child_process";
import { existsSync, readFileSync, renameSync, rmSync } from "node:fs";
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
  /** A client that the brokers trust. */
  readonly client: KafkaClientCertificate;
}

/** PEM texts, and the file of the certificate. */
interface KafkaClientCertificate {
  readonly cert: string;
  readonly key: string;
  readonly certFile: string;
}

/** Makes the certificates in the folder with the JDK's own tool and openssl, unless they are there; to be called under the folder's lock. */
export async function createKafkaCertificate(folder: string): Promise<KafkaCertificate> {
  const keystore = join(folder, "broker.p12");
  if (!existsSync(keystore)) {
    const unfinished = `${keystore}.unfinished`;
    rmSync(unfinished, { force: true });
    const subject = ["-dname", "CN=kafka-for-tests", "-ext", "san=ip:127.0.0.1", "-validity", "3650"];
    await keytool(unfinished, ["-genkeypair", "-keyalg", "EC", ...subject]);
    renameSync(unfinished, keystore);
  }
  const ca = await keytool(keystore, ["-exportcert", "-rfc"]);
  return { keystore, password: PASSWORD, ca, client: await createClientCertificate(folder) };
}

async function createClientCertificate(folder: string): Promise<KafkaClientCertificate> {
  const [keyFile, certFile] = [join(folder, "client.key"), join(folder, "client.pem")];
  if (!existsSync(certFile)) {
    const unfinished = `${certFile}.unfinished`;
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", keyFile];
    const subject = ["-subj", "/CN=client-for-tests", "-days", "3650"];
    await run("openssl", ["req", "-x509", ...key, ...subject, "-out", unfinished], { timeout: 60_000 });
    renameSync(unfinished, certFile);
  }
  return { cert: readFileSync(certFile, "utf8"), key: readFileSync(keyFile, "utf8"), certFile };
}

async function keytool(keystore: string, command: readonly string[]): Promise<string> {
  const store = ["-alias", "broker", "-storetype", "PKCS12", "-keystore", keystore, "-storepass", PASSWORD];
  const { stdout } = await run("keytool", [...command, ...store], { timeout: 60_000 });
  return stdout;
}
