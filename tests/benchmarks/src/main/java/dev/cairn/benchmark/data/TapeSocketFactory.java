package dev.cairn.benchmark.data;

import com.mysql.cj.conf.PropertySet;
import com.mysql.cj.protocol.StandardSocketFactory;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Creates sockets from which the real driver receives recorded packets. They come from memory, in the thread that sends
 * the command, so neither a network nor a second thread affects the measurement. The driver creates an instance of this
 * class by its name.
 */
public final class TapeSocketFactory extends StandardSocketFactory {
    private static final Map<Integer, Tape> TAPE_BY_PORT = new ConcurrentHashMap<>();
    /** The last assigned port number. Port numbers only identify tapes; no port is opened. */
    private static final AtomicInteger LAST_PORT = new AtomicInteger();

    /** Opens a connection on which only the commands of the tape are answered, each as it was recorded. */
    static Connection connect(Tape tape) throws SQLException {
        int port = LAST_PORT.incrementAndGet();
        TAPE_BY_PORT.put(port, tape);
        return DriverManager.getConnection(
                "jdbc:mysql://127.0.0.1:" + port + "/shop?socketFactory=" + TapeSocketFactory.class.getName(),
                "root",
                "");
    }

    @Override
    protected Socket createSocket(PropertySet properties) {
        return new TapeSocket(TAPE_BY_PORT.get(port));
    }

    /** A socket that is never connected: when the driver flushes a command, the recorded answer to it can be read. */
    private static final class TapeSocket extends Socket {
        private final Tape tape;
        private final Tape.Command command = new Tape.Command();
        private boolean hasAnsweredLogin;
        private byte[] answer;
        private int position;

        TapeSocket(Tape tape) {
            this.tape = tape;
            this.answer = tape.greeting();
        }

        @Override
        public void bind(SocketAddress local) {
            // This socket needs no address.
        }

        @Override
        public void connect(SocketAddress server, int timeout) {
            // This socket is always connected.
        }

        @Override
        public SocketAddress getRemoteSocketAddress() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        }

        @Override
        public InputStream getInputStream() {
            return new InputStream() {
                @Override
                public int read() {
                    return position < answer.length ? answer[position++] & 0xff : -1;
                }

                @Override
                public int read(byte[] target, int offset, int maxLength) {
                    int length = Math.min(maxLength, answer.length - position);
                    if (length == 0) {
                        return -1;
                    }
                    System.arraycopy(answer, position, target, offset, length);
                    position += length;
                    return length;
                }

                @Override
                public int available() {
                    return answer.length - position;
                }
            };
        }

        @Override
        public OutputStream getOutputStream() {
            return new OutputStream() {
                @Override
                public void write(int singleByte) {
                    write(new byte[] {(byte) singleByte}, 0, 1);
                }

                @Override
                public void write(byte[] source, int offset, int length) {
                    command.append(source, offset, length);
                }

                @Override
                public void flush() {
                    if (command.length() > 0) {
                        answerCommand();
                    }
                }
            };
        }

        private void answerCommand() {
            byte[] recordedAnswer = hasAnsweredLogin ? tape.findAnswer(command) : tape.loginAnswer();
            // The command that closes the connection has no answer. To the driver, an unrecorded command looks like a
            // closed connection.
            answer = recordedAnswer == null ? new byte[0] : recordedAnswer;
            hasAnsweredLogin = true;
            position = 0;
            command.clear();
        }
    }
}
