// A mail server for the tests. It is told how to behave by the first line of its input, greets with its port, and then writes one line for
// each mail that it took. It ends when its input closes.
import { createInterface } from 'node:readline';
import { parse } from './parse.mjs';
import { SMTPServer } from 'smtp-server';

const say = (value) => process.stdout.write(JSON.stringify(value) + '\n');
const refusal = (text) => Object.assign(new Error(text.slice(4)), { responseCode: Number(text.slice(0, 3)) });
const input = createInterface({ input: process.stdin });
input.on('close', () => process.exit(0));
input.once('line', (line) => {
  const behaviour = JSON.parse(line);
  const server = new SMTPServer({
    secure: behaviour.secure === true,
    key: behaviour.key,
    cert: behaviour.cert,
    size: behaviour.size,
    hideSTARTTLS: behaviour.noStartTls === true,
    disabledCommands: behaviour.noStartTls ? ['STARTTLS'] : [],
    authOptional: false,
    disableReverseLookup: true,
    onAuth: (auth, session, done) =>
      auth.username === behaviour.user && auth.password === behaviour.password
        ? done(null, { user: auth.username })
        : done(refusal('535 5.7.8 That is not the password')),
    onRcptTo: (address, session, done) => done(behaviour.recipient ? refusal(behaviour.recipient) : null),
    onData: (stream, session, done) => {
      const parts = [];
      stream.on('data', (part) => parts.push(part));
      stream.on('end', () => {
        if (behaviour.mail) return done(refusal(behaviour.mail));
        if (behaviour.dropAfterData) return server.connections.forEach((connection) => connection._socket.destroy());
        if (behaviour.silentAfterData) return;
        const raw = Buffer.concat(parts);
        say({
          from: session.envelope.mailFrom.address,
          to: session.envelope.rcptTo.map((to) => to.address),
          user: session.user,
          secure: session.secure,
          raw: raw.toString('base64'),
          ...parse(raw.toString('latin1')),
        });
        done(null, '2.0.0 Taken');
      });
    },
  });
  server.on('error', () => {});
  server.listen(0, '127.0.0.1', () => say({ port: server.server.address().port }));
});
