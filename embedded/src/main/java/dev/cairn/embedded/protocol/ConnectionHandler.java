package dev.cairn.embedded.protocol;

import dev.cairn.embedded.protocol.Answer.Failure;
import dev.cairn.embedded.protocol.Answer.ResultColumn;
import dev.cairn.embedded.protocol.ConnectionHandler.PacketStream.PacketTooLargeException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Handles one connection from the greeting to its end. */
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

    /** Serves the connection until the client disconnects or is refused. */
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
        try (StatementHandler handler = backend.open(line, login)) {
            out.write(Answer.OK);
            socket.setSoTimeout(0);
            converse(handler);
        } catch (LoginRefusedException refused) {
            write(refused.answer());
        }
    }

    /** Writes an answer. Returns whether the connection continues. */
    private boolean write(Answer answer) throws IOException {
        if (answer instanceof Answer.Cut) {
            return false;
        }
        if (answer instanceof Answer.Silence) {
            socket.setSoTimeout(0);
            line.fallSilent();
            socket.getInputStream().transferTo(OutputStream.nullOutputStream()); // until the client disconnects
            return false;
        }
        out.write(answer);
        return true;
    }

    /**
     * Switches to TLS. The first bytes of the handshake may have arrived together with the client's request for TLS.
     */
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

    /**
     * Returns the login. A client that prefers another authentication plugin is asked to switch to
     * {@code mysql_native_password}.
     */
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

    private void converse(StatementHandler handler) throws IOException {
        while (true) {
            stream.restartSequence();
            Optional<byte[]> packet = next();
            if (packet.isEmpty() || !exchange(handler, new PayloadReader(packet.get()))) {
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

    /** Answers a command. Returns whether the connection continues. */
    private boolean exchange(StatementHandler handler, PayloadReader in) throws IOException {
        Optional<Command> command = Command.of(in.integer1());
        if (command.isEmpty()) {
            out.write(new Failure(1047, "08S01", "Unknown command(null)"));
            return true;
        }
        if (command.get() == Command.QUIT) {
            return false;
        }
        if (command.get() == Command.STATEMENT_CLOSE) {
            return true; // the client expects no answer
        }
        return write(guarded(command.get(), handler, in));
    }

    /**
     * Answers a command. As at a frontend, an unexpected failure is reported to the client, and the connection
     * continues.
     */
    private Answer guarded(Command command, StatementHandler handler, PayloadReader in) throws IOException {
        try {
            return answer(command, handler, in);
        } catch (RuntimeException | StackOverflowError failure) {
            LOG.log(Level.WARNING, () -> "Can't answer " + command, failure);
            return Failure.of("An internal error of the embedded server prevented an answer; its log has the details");
        }
    }

    private Answer answer(Command command, StatementHandler handler, PayloadReader in) throws IOException {
        switch (command) {
            case QUERY -> {
                return handler.answer(in.restText());
            }
            case INIT_DB -> {
                return handler.use(in.restText());
            }
            case FIELD_LIST -> {
                return handler.fields(table(in.restText()));
            }
            case PING, STATEMENT_RESET -> {
                return Answer.OK;
            }
            case RESET_CONNECTION -> {
                handler.reset();
                return Answer.OK;
            }
            case CHANGE_USER -> {
                return changeUser(handler, in);
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

    /** Returns the name of the table. A pattern for columns may follow it, which a frontend ignores. */
    private static String table(String text) {
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    private Answer changeUser(StatementHandler handler, PayloadReader in) throws IOException {
        Login login = proved(LoginRequest.ofChange(in));
        try {
            handler.changeUser(login);
            return Answer.OK;
        } catch (LoginRefusedException refused) {
            return refused.answer();
        }
    }

    /** The first packet of a connection, which announces the server's version and capabilities. */
    private static final class Greeting {
        private static final int PROTOCOL = 10;
        private static final int UTF8 = 33;
        private static final int NO_STATUS = 0;
        private static final int FIRST_PART = 8;

        private Greeting() {}

        static void write(PayloadWriter out, String version, int connection, byte[] salt, boolean tls) {
            int capabilities = Capability.OF_SERVER | (tls ? Capability.SSL : 0);
            out.clear()
                    .integer1(PROTOCOL)
                    .nullTerminated(version)
                    .integer4(connection)
                    .bytes(salt, 0, FIRST_PART)
                    .integer1(0)
                    .integer2(capabilities & 0xffff)
                    .integer1(UTF8)
                    .integer2(NO_STATUS)
                    .integer2(capabilities >>> 16)
                    .integer1(salt.length + 1)
                    .bytes(new byte[10])
                    .bytes(salt, FIRST_PART, salt.length - FIRST_PART)
                    .integer1(0)
                    .nullTerminated(NativePassword.PLUGIN);
        }

        /** Asks a client that prefers another authentication plugin to switch to {@code mysql_native_password}. */
        static void writeSwitch(PayloadWriter out, byte[] salt) {
            out.clear()
                    .integer1(0xfe)
                    .nullTerminated(NativePassword.PLUGIN)
                    .bytes(salt)
                    .integer1(0);
        }
    }

    /** Encodes answers as packets. */
    private static final class AnswerWriter {
        private static final int NO_STATUS = 0;
        private static final int MORE_RESULTS = 8;
        private static final int NO_WARNINGS = 0;
        private static final int FIXED_FIELDS = 0x0c;

        private final PacketStream stream;
        private final PayloadWriter payload = new PayloadWriter();
        private int status = NO_STATUS;

        AnswerWriter(PacketStream stream) {
            this.stream = stream;
        }

        PayloadWriter payload() {
            return payload;
        }

        void send() throws IOException {
            stream.write(payload);
            stream.flush();
        }

        void write(Answer answer) throws IOException {
            List<Answer> all = answer instanceof Answer.Several several ? several.answers() : List.of(answer);
            for (int index = 0; index < all.size(); index++) {
                status = index < all.size() - 1 ? MORE_RESULTS : NO_STATUS;
                send(all.get(index));
            }
            stream.flush();
        }

        private void send(Answer answer) throws IOException {
            if (answer instanceof Answer.Rows result) {
                rows(result);
            } else if (answer instanceof Answer.Fields fields) {
                fields(fields);
            } else if (answer instanceof Answer.Failure failure) {
                failure(failure);
            } else if (answer instanceof Answer.Ok done) {
                ok(done);
            } else {
                throw new IllegalArgumentException("Unknown kind of answer: " + answer);
            }
        }

        private void ok(Answer.Ok done) throws IOException {
            payload.clear()
                    .integer1(0)
                    .lengthEncoded(done.affectedRows())
                    .lengthEncoded(0) // the last id of AUTO_INCREMENT, which a frontend never sends
                    .integer2(status)
                    .integer2(NO_WARNINGS);
            if (!done.message().isEmpty()) {
                payload.lengthEncoded(done.message());
            }
            stream.write(payload);
        }

        private void failure(Answer.Failure failure) throws IOException {
            payload.clear().integer1(0xff).integer2(failure.errno()).text("#" + failure.sqlState());
            payload.text(failure.message().isEmpty() ? "Unknown error" : failure.message());
            stream.write(payload);
        }

        private void rows(Answer.Rows result) throws IOException {
            stream.write(payload.clear().lengthEncoded(result.columns().size()));
            for (ResultColumn column : result.columns()) {
                column("", "", column);
                stream.write(payload);
            }
            end();
            for (List<@Nullable String> row : result.rows()) {
                payload.clear();
                for (int i = 0; i < row.size(); i++) {
                    if (result.columns().get(i).type().isBytes()) {
                        payload.bytesValue(row.get(i));
                    } else {
                        payload.value(row.get(i));
                    }
                }
                stream.write(payload);
            }
            end();
        }

        private void fields(Answer.Fields answer) throws IOException {
            for (Answer.Fields.Field field : answer.fields()) {
                column(answer.database(), answer.table(), field.column());
                payload.lengthEncoded(field.defaultValue());
                stream.write(payload);
            }
            end();
        }

        private void column(String database, String table, ResultColumn column) {
            ResultColumnType type = column.type();
            payload.clear()
                    .lengthEncoded("def")
                    .lengthEncoded(database)
                    .lengthEncoded(table)
                    .lengthEncoded(table) // the original name, in addition to the alias
                    .lengthEncoded(column.name())
                    .lengthEncoded(column.name())
                    .integer1(FIXED_FIELDS)
                    .integer2(type.charset())
                    .integer4(type.length())
                    .integer1(type.code())
                    .integer2(0) // flags
                    .integer1(type.decimals())
                    .integer2(0);
        }

        private void end() throws IOException {
            stream.write(payload.clear().integer1(0xfe).integer2(NO_WARNINGS).integer2(status));
        }
    }

    /**
     * Reads and writes packets. A packet of 16 MB or more consists of several frames, of which only the last is shorter
     * than that; frames are numbered from 0 in each command.
     */
    static final class PacketStream {
        private static final int LARGEST_FRAME = 0xffffff;
        /** The buffer grows with the bytes that have arrived, not by the announced length, which may be wrong. */
        private static final int READ_AT_ONCE = 1 << 16;

        private static final int BUFFER = 1 << 14;

        private final InputStream in;
        private final OutputStream out;
        private int sequence;

        PacketStream(InputStream in, OutputStream out) {
            this.in = new BufferedInputStream(in, BUFFER);
            this.out = new BufferedOutputStream(out, BUFFER);
        }

        /** Returns the bytes that have been received after the last packet read. */
        byte[] received() throws IOException {
            return in.readNBytes(in.available());
        }

        /** Returns a stream that continues the sequence on other streams. */
        PacketStream continuedOn(InputStream newIn, OutputStream newOut) {
            PacketStream continued = new PacketStream(newIn, newOut);
            continued.sequence = sequence;
            return continued;
        }

        /** Starts the next command: the frames are numbered from 0 again. */
        void restartSequence() {
            sequence = 0;
        }

        /** Reads a whole packet; empty if the client has disconnected. */
        Optional<byte[]> read(long largest) throws IOException {
            int first = in.read();
            if (first < 0) {
                return Optional.empty();
            }
            int length = frameLength(first);
            if (length < LARGEST_FRAME && length <= READ_AT_ONCE) {
                return Optional.of(exactly(length));
            }
            ByteArrayOutputStream whole = new ByteArrayOutputStream(READ_AT_ONCE);
            while (true) {
                if (whole.size() + (long) length > largest) {
                    throw new PacketTooLargeException(largest);
                }
                readInto(whole, length);
                if (length < LARGEST_FRAME) {
                    return Optional.of(whole.toByteArray());
                }
                length = frameLength(next());
            }
        }

        private int frameLength(int first) throws IOException {
            int length = first | next() << 8 | next() << 16;
            int number = next();
            if (number != sequence) {
                throw new MalformedPacketException("Bad packet sequence: " + number + " instead of " + sequence);
            }
            sequence = sequence + 1 & 0xff;
            return length;
        }

        private int next() throws IOException {
            int value = in.read();
            if (value < 0) {
                throw new EOFException("The connection ended within a packet");
            }
            return value;
        }

        private byte[] exactly(int length) throws IOException {
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new EOFException("The connection ended within a packet");
            }
            return bytes;
        }

        private void readInto(ByteArrayOutputStream whole, int length) throws IOException {
            for (int left = length; left > 0; left -= READ_AT_ONCE) {
                whole.write(exactly(Math.min(left, READ_AT_ONCE)));
            }
        }

        /** Writes a packet, which is sent by the next {@link #flush()} or when the buffer is full. */
        void write(PayloadWriter payload) throws IOException {
            byte[] bytes = payload.buffer();
            int from = 0;
            int length;
            do {
                length = Math.min(payload.size() - from, LARGEST_FRAME);
                out.write(length);
                out.write(length >> 8);
                out.write(length >> 16);
                out.write(sequence);
                out.write(bytes, from, length);
                sequence = sequence + 1 & 0xff;
                from += length;
            } while (length == LARGEST_FRAME);
        }

        void flush() throws IOException {
            out.flush();
        }

        /** A packet exceeds the maximum size. The rest of it is not read, so the connection has to be closed. */
        static final class PacketTooLargeException extends IOException {
            private static final long serialVersionUID = 1;

            PacketTooLargeException(long largest) {
                super("Got a packet bigger than " + largest + " bytes");
            }
        }
    }
}
