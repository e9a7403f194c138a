package dev.cairn.benchmark.data;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A proxy between a driver and a server, which records the answers of the server. A driver sends a command only after
 * it has received the complete answer to the previous one, so all bytes between two commands are one answer.
 */
final class Recorder implements AutoCloseable {
    private final Tape tape = new Tape();
    private final ByteArrayOutputStream pendingAnswer = new ByteArrayOutputStream();
    private final ServerSocket serverSocket;
    private final int serverPort;
    private final FutureTask<Void> recording = new FutureTask<>(this::record, null);

    /** Starts a proxy for one connection to the server at a port of this machine. */
    Recorder(int serverPort) throws IOException {
        this.serverPort = serverPort;
        this.serverSocket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        new Thread(recording, "recorder").start();
    }

    int port() {
        return serverSocket.getLocalPort();
    }

    private void record() {
        try (Socket client = serverSocket.accept();
                Socket upstream = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
            Thread answerThread = new Thread(() -> forwardAnswers(upstream, client), "recorder-answers");
            answerThread.start();
            recordCommands(
                    new DataInputStream(new BufferedInputStream(client.getInputStream())), upstream.getOutputStream());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Forwards the commands of the driver until it disconnects. The bytes of the server before the first packet are the
     * greeting, those before the second one the answer to the login, and those before any later one the answer to the
     * previous command.
     */
    private void recordCommands(DataInputStream in, OutputStream serverOutput) throws IOException {
        Tape.Command command = new Tape.Command();
        Tape.Command previousCommand = new Tape.Command();
        byte[] greeting = new byte[0];
        for (int number = 0; command.readPacket(in); number++) {
            byte[] answer = takeAnswer();
            if (number == 0) {
                greeting = answer;
            } else if (number == 1) {
                tape.setHandshake(greeting, answer);
            } else {
                tape.put(previousCommand, answer);
            }
            serverOutput.write(command.buffer(), 0, command.length());
            serverOutput.flush();
            Tape.Command reusedCommand = previousCommand;
            previousCommand = command;
            command = reusedCommand;
        }
    }

    private byte[] takeAnswer() {
        synchronized (pendingAnswer) {
            byte[] answer = pendingAnswer.toByteArray();
            pendingAnswer.reset();
            return answer;
        }
    }

    private void forwardAnswers(Socket source, Socket target) {
        byte[] buffer = new byte[1 << 16];
        try {
            InputStream in = source.getInputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                synchronized (pendingAnswer) {
                    pendingAnswer.write(buffer, 0, length);
                }
                target.getOutputStream().write(buffer, 0, length);
            }
        } catch (IOException failure) {
            if (!source.isClosed()) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    /**
     * Returns the recording, after the driver has disconnected.
     *
     * @throws ExecutionException if the recording is incomplete
     */
    Tape tape() throws InterruptedException, ExecutionException {
        recording.get();
        return tape;
    }

    @Override
    public void close() throws IOException {
        serverSocket.close();
    }
}
