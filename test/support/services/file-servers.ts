import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { createSecureContext, type SecureContextOptions, TLSSocket } from 'node:tls';
import { freePort } from '#services/platform/free-port.ts';
import { type Service, service } from './start-services.ts';

/** A server from which files are fetched. */
export type FileServer = Service & {
  port: number;
  username: string;
  password: string;
  /** An empty folder: where it is here, and how clients name it. */
  newFolder(): { files: string; folder: string };
};

let folders = 0;
function folderIn(root: string): string {
  folders += 1;
  const files = join(root, String(folders));
  mkdirSync(files);
  return files;
}

const isListening = (port: number) => async () =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    setTimeout(() => socket.destroy(), 100);
  });

const makeKey = (path: string): void => {
  rmSync(path, { force: true });
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path]);
};

/** OpenSSH with a key for whoever runs the tests; `rekey` gives it another host key, as after a rebuilt server. */
export async function startSshd(program: string): Promise<FileServer & { rekey(): Promise<void> }> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'bizonylat-sshd-'));
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true });
  makeKey(join(folder, 'host'));
  makeKey(join(folder, 'user'));
  const config = join(folder, 'config');
  writeFileSync(
    config,
    `Port ${port}
ListenAddress 127.0.0.1
HostKey ${folder}/host
AuthorizedKeysFile ${folder}/user.pub
StrictModes no
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
Subsystem sftp internal-sftp
PidFile none
`,
  );
  const started = await service(
    `sftp://127.0.0.1:${port}`,
    { program, args: ['-D', '-e', '-f', config], isReady: isListening(port) },
    folder,
  );
  return Object.assign(started, {
    port,
    newFolder() {
      const files = folderIn(folder);
      return { files, folder: files };
    },
    username: userInfo().username,
    password: readFileSync(join(folder, 'user'), 'utf8'),
    async rekey() {
      await started.stop();
      makeKey(join(folder, 'host'));
      await started.start();
    },
  });
}

/** OpenSSH that takes a password: of a user who is there only for this server, in its own view of the machine's files; root only. */
export async function startSshdWithPassword(program: string): Promise<FileServer> {
  const [port, folder] = [await freePort(), mkdtempSync(join(tmpdir(), 'bizonylat-sshd-'))];
  mkdirSync('/run/sshd', { recursive: true });
  chmodSync(folder, 0o755);
  makeKey(join(folder, 'host'));
  const [username, password, id] = ['feltolto', 'nyolc-lakat', 64_999];
  const sealed = execFileSync('openssl', ['passwd', '-6', password], { encoding: 'utf8' }).trim();
  for (const [name, line] of [
    ['passwd', `${username}:x:${id}:${id}::${folder}:/bin/sh`],
    ['shadow', `${username}:${sealed}:20000:0:99999:7:::`],
  ] as const)
    writeFileSync(join(folder, name), `${readFileSync(`/etc/${name}`, 'utf8')}${line}\n`, { mode: name === 'shadow' ? 0o600 : 0o644 });
  const config = join(folder, 'config');
  writeFileSync(
    config,
    `Port ${port}\nListenAddress 127.0.0.1\nHostKey ${folder}/host\nPasswordAuthentication yes\nPubkeyAuthentication no\nUsePAM no\nSubsystem sftp internal-sftp\nPidFile none\n`,
  );
  const own = ['passwd', 'shadow'].map((name) => `mount --bind ${folder}/${name} /etc/${name}`).join(' && ');
  const args = ['--mount', 'sh', '-c', `${own} && exec ${program} -D -e -f ${config}`];
  const started = await service(`sftp://127.0.0.1:${port}`, { program: 'unshare', args, isReady: isListening(port) }, folder);
  return Object.assign(started, {
    port,
    newFolder() {
      const files = folderIn(folder);
      chownSync(files, id, id);
      return { files, folder: files };
    },
    username,
    password,
  });
}

/** FTPS whose data connections are answered with another certificate: somebody else got between. Knows only what is asked before the first list. */
export async function startTornFtps(
  control: SecureContextOptions,
  data: SecureContextOptions,
): Promise<AsyncDisposable & { port: number }> {
  const [contextOf, dataContext] = [createSecureContext(control), createSecureContext(data)];
  const server = createServer((plain) => {
    plain.write('220 ready\r\n');
    plain.once('data', () => {
      plain.write('234 go on\r\n');
      const secure = new TLSSocket(plain, { isServer: true, secureContext: contextOf });
      secure.on('error', () => undefined);
      const passive = createServer((bare) => {
        const torn = new TLSSocket(bare, { isServer: true, secureContext: dataContext });
        torn
          .on('error', () => undefined)
          .once('secure', () => {
            torn.end('-rw-r--r-- 1 a a 4 Jan 01 2026 idegen.txt\r\n');
          });
      }).listen(0, '127.0.0.1');
      secure.on('close', () => passive.close());
      secure.on('data', (line) => {
        const [word = ''] = line.toString().trim().split(' ');
        const { port } = passive.address() as AddressInfo;
        const answers: Record<string, string> = { USER: '331 password', PASS: '230 in', PWD: '257 "/"', EPSV: `229 passive (|||${port}|)` };
        if (word === 'FEAT' || word === 'MLSD') secure.write('502 no\r\n');
        else if (word === 'LIST') secure.write('150 here\r\n226 done\r\n');
        else secure.write(`${answers[word] ?? '200 good'}\r\n`);
      });
    });
    plain.on('error', () => undefined);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

/** vsftpd with explicit TLS, or with none, and one password; only root may start it. */
export async function startVsftpd(program: string, pem: { cert: string; key: string }, { isPlain = false } = {}): Promise<FileServer> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'bizonylat-vsftpd-'));
  const root = join(folder, 'root');
  mkdirSync(root);
  for (const each of [folder, root]) chmodSync(each, 0o755);
  writeFileSync(join(folder, 'tls.pem'), `${pem.key}\n${pem.cert}`, { mode: 0o600 });
  writeFileSync(join(folder, 'passwords'), 'nyolc-lakat\n');
  const config = join(folder, 'config');
  const lines = {
    listen: 'YES',
    listen_address: '127.0.0.1',
    listen_port: port,
    background: 'NO',
    seccomp_sandbox: 'NO',
    anonymous_enable: 'YES',
    // its home must be there
    ftp_username: 'daemon',
    anon_root: root,
    secure_email_list_enable: 'YES',
    email_password_file: join(folder, 'passwords'),
    write_enable: 'YES',
    anon_upload_enable: 'YES',
    anon_mkdir_write_enable: 'YES',
    anon_other_write_enable: 'YES',
    anon_world_readable_only: 'NO',
    ssl_enable: isPlain ? 'NO' : 'YES',
    allow_anon_ssl: 'YES',
    force_anon_logins_ssl: 'YES',
    force_anon_data_ssl: 'YES',
    rsa_cert_file: join(folder, 'tls.pem'),
    secure_chroot_dir: folder,
    xferlog_enable: 'NO',
  };
  writeFileSync(
    config,
    Object.entries(lines)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
  const started = await service(`ftp://127.0.0.1:${port}`, { program, args: [config], isReady: isListening(port) }, folder);
  return Object.assign(started, {
    port,
    newFolder() {
      const files = folderIn(root);
      chownSync(files, 1, 1);
      return { files, folder: files.slice(root.length) };
    },
    username: 'anonymous',
    password: 'nyolc-lakat',
  });
}
