package dev.cairn.embedded.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ConnectionListenerTest {
    @Test
    void aConnectionWithoutAThreadIsClosedAndTheNextOneIsServed() throws IOException {
        AtomicBoolean hasFailed = new AtomicBoolean();
        ThreadFactory threadFactory = connection -> new Thread(connection) {
            @Override
            public synchronized void start() {
                if (hasFailed.compareAndSet(false, true)) {
                    throw new OutOfMemoryError("unable to create native thread");
                }
                super.start();
            }
        };
        ConnectionListener.Service service =
                (connection, socket) -> socket.getOutputStream().write(1);
        try (ConnectionListener listener =
                ConnectionListener.open("test-", InetAddress.getLoopbackAddress(), 0, service, threadFactory)) {
            assertThat(readByte(listener)).isEqualTo(-1);
            assertThat(readByte(listener)).isEqualTo(1);
        }
    }

    private static int readByte(ConnectionListener listener) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
            return socket.getInputStream().read();
        }
    }
}
