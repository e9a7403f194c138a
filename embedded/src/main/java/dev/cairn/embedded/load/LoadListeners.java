package dev.cairn.embedded.load;

import dev.cairn.embedded.fault.FaultyRequest;
import dev.cairn.embedded.http.HttpListener;
import dev.cairn.embedded.server.StreamLoads;
import java.io.IOException;
import java.net.InetAddress;

/** The doors for loads: a frontend's, which sends clients on, and a backend's, which takes their rows. */
public final class LoadListeners implements AutoCloseable {
    private final HttpListener backend;
    private final HttpListener frontend;

    private LoadListeners(HttpListener backend, HttpListener frontend) {
        this.backend = backend;
        this.frontend = frontend;
    }

    /**
     * Opens them.
     *
     * @param host by which clients reach them
     * @param port of the frontend; 0 is any free one, as is always the backend's
     */
    public static LoadListeners open(
            StreamLoads loads, FaultyRequest faults, InetAddress address, String host, int port) throws IOException {
        BackendPlace place = new BackendPlace(host);
        HttpListener backend =
                HttpListener.open(address, 0, new BackendLoadHandler(loads, faults, new ErrorLogs(), place::url));
        place.port = backend.port();
        try {
            return new LoadListeners(
                    backend, HttpListener.open(address, port, new FrontendLoadHandler(loads, place::url)));
        } catch (IOException taken) {
            backend.close();
            throw taken;
        }
    }

    /** The backend is told where it is when it is there. */
    private static final class BackendPlace {
        private final String host;
        private volatile int port;

        BackendPlace(String host) {
            this.host = host;
        }

        String url(String target) {
            return "http://" + host + ":" + port + target;
        }
    }

    /** Of the frontend. */
    public int port() {
        return frontend.port();
    }

    @Override
    public void close() {
        frontend.close();
        backend.close();
    }
}
