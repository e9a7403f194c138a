package dev.cairn.embedded.protocol;

import dev.cairn.embedded.protocol.Answer.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One connection from the greeting to its end. */
final class ConnectionHandler {
    private static final Logger LOG = System.getLogger(ConnectionHandler.class.getName());
    private static final int LARGEST_BEFORE_LOGIN = 1 << 20;
    private static final Failure UNSUPPORTED_PREPARE =
            new Failure(1295, "HY000", "This command is not supported in the prepared statement protocol yet");

    private final Backend backend;
    private final ClientConnection line;
    private final Limits limits;
    private final byte[] salt;
    private final @Nullable SSLContext tls;
    private Socket socket;
    private PacketStream stream;
    private AnswerWriter out;

    /** @param tls null if TLS is not offered */
    ConnectionHandler(
            Backend backend, ClientConnection line, Socket socket, Limits limits, byte[] salt, @Nullable SSLContext tls)
            throws IOException {
        this.backend = backend;
        this.line = line;
        this.socket = socket;
        this.limits = limits;
        this.salt = salt;
        this.tls = tls;
        this.stream = new PacketStream(socket.getInputStream(), socket.getOutputStream());
        this.out = new AnswerWriter(stream);
    }

    /** Ends when the client goes, or is sent away. */
    void hold() throws IOException {
        Answer accepted = backend.accept(line);
        if (!(accepted instanceof Answer.Ok)) {
            write(accepted);
            return;
        }
        socket.setSoTimeout(limits.loginMillis());
        Greeting.write(out.payload(), backend.version(), line.id(), salt, tls != null);
        out.send();
        Optional<byte[]> packet = stream.read(LARGEST_BEFORE_LOGIN);
        if (tls != null && packet.isPresent() && LoginRequest.asksForTls(packet.get())) {
            secure(tls);
            packet = stream.read(LARGEST_BEFORE_LOGIN);
        }
        if (packet.isEmpty()) {
            return;
        }
        Login login = proved(LoginRequest.ofConnect(packet.get()));
        try (StatementHandler dialogue = backend.open(line, login)) {
            out.write(Answer.OK);
            socket.setSoTimeout(0);
            converse(dialogue);
        } catch (LoginRefusedException refused) {
            write(refused.answer());
        }
    }

    /** Whether the conversation can go on. */
    private boolean write(Answer answer) throws IOException {
        if (answer instanceof Answer.Cut) {
            return false;
        }
        if (answer instanceof Answer.Silence) {
            socket.setSoTimeout(0);
            line.fallSilent();
            socket.getInputStream().transferTo(OutputStream.nullOutputStream()); // until the client gives up
            return false;
        }
        out.write(answer);
        return true;
    }

    /** Continues on a TLS connection. Its first bytes may have arrived together with the client's request for it. */
    private void secure(SSLContext context) throws IOException {
        InputStream received = new ByteArrayInputStream(stream.received());
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(socket, received, true);
        secured.setUseClientMode(false);
        secured.setSoTimeout(limits.loginMillis());
        secured.startHandshake();
        socket = secured;
        stream = stream.continuedOn(secured.getInputStream(), secured.getOutputStream());
        out = new AnswerWriter(stream);
    }

    /** Clients that would prove their password in another way are asked to do it in this one. */
    private Login proved(LoginRequest request) throws IOException {
        LoginRequest proved = request;
        if (request.needsSwitch()) {
            Greeting.writeSwitch(out.payload(), salt);
            out.send();
            byte[] proof = stream.read(LARGEST_BEFORE_LOGIN)
                    .orElseThrow(() -> new MalformedPacketException("The client left instead of logging in"));
            proved = request.proving(proof);
        }
        return new Login(proved, salt);
    }

    private void converse(StatementHandler dialogue) throws IOException {
        while (true) {
            stream.restartSequence();
            Optional<byte[]> packet = next();
            if (packet.isEmpty() || !exchange(dialogue, new PayloadReader(packet.get()))) {
                return;
            }
        }
    }

    private Optional<byte[]> next() throws IOException {
        try {
            return stream.read(limits.largestPacket());
        } catch (PacketTooLargeException tooLarge) {
            out.write(new Failure(1153, "08S01", String.valueOf(tooLarge.getMessage())));
            return Optional.empty();
        }
    }

    /** Whether the conversation goes on. */
    private boolean exchange(StatementHandler dialogue, PayloadReader in) throws IOException {
        Optional<Command> command = Command.of(in.integer1());
        if (command.isEmpty()) {
            out.write(new Failure(1047, "08S01", "Unknown command(null)"));
            return true;
        }
        if (command.get() == Command.QUIT) {
            return false;
        }
        if (command.get() == Command.STATEMENT_CLOSE) {
            return true; // its client waits for nothing
        }
        return write(guarded(command.get(), dialogue, in));
    }

    /** As a frontend does, whatever goes wrong in a command is told to its client, and the next one is taken. */
    private Answer guarded(Command command, StatementHandler dialogue, PayloadReader in) throws IOException {
        try {
            return answer(command, dialogue, in);
        } catch (RuntimeException | StackOverflowError failure) {
            LOG.log(Level.WARNING, () -> "Can't answer " + command, failure);
            return Failure.of("The embedded server failed to answer this, by a mistake of its own that its log shows");
        }
    }

    private Answer answer(Command command, StatementHandler dialogue, PayloadReader in) throws IOException {
        switch (command) {
            case QUERY -> {
                return dialogue.answer(in.restText());
            }
            case INIT_DB -> {
                return dialogue.use(in.restText());
            }
            case FIELD_LIST -> {
                return dialogue.fields(table(in.restText()));
            }
            case PING, STATEMENT_RESET -> {
                return Answer.OK;
            }
            case RESET_CONNECTION -> {
                dialogue.reset();
                return Answer.OK;
            }
            case CHANGE_USER -> {
                return changeUser(dialogue, in);
            }
            case STATEMENT_PREPARE -> {
                return UNSUPPORTED_PREPARE;
            }
            case STATEMENT_EXECUTE -> {
                return Failure.of("msg: Not Found prepared statement, stmtName: " + in.integer4());
            }
            default -> {
                return Failure.of("Unsupported command(" + command.words() + ")");
            }
        }
    }

    /** Behind the table's name there may be a pattern for those of its columns, which a frontend does not read. */
    private static String table(String text) {
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    private Answer changeUser(StatementHandler dialogue, PayloadReader in) throws IOException {
        Login login = proved(LoginRequest.ofChange(in));
        try {
            dialogue.changeUser(login);
            return Answer.OK;
        } catch (LoginRefusedException refused) {
            return refused.answer();
        }
    }
}
