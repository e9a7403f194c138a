package dev.cairn.embedded.load;

import dev.cairn.embedded.fault.injection.FaultyRequestHandler;
import dev.cairn.embedded.http.HttpExchange;
import dev.cairn.embedded.protocol.ConnectionListener;
import dev.cairn.embedded.server.StreamLoadExecutor;
import java.io.IOException;
import java.net.InetAddress;

/** The HTTP listeners for loads: a frontend, which redirects clients, and a backend, which receives the rows. */
public final class LoadListeners implements AutoCloseable {
    private final ConnectionListener backendListener;
    private final ConnectionListener frontendListener;
    private final HttpTransactions transactions;

    private LoadListeners(
            ConnectionListener backendListener, ConnectionListener frontendListener, HttpTransactions transactions) {
        this.backendListener = backendListener;
        this.frontendListener = frontendListener;
        this.transactions = transactions;
    }

    /**
     * Starts both listeners.
     *
     * @param host the host name that clients use to reach the listeners
     * @param frontendPort the port of the frontend; 0 means any free port, which the backend always uses
     * @throws IOException if a port can't be opened; no listener then remains open
     */
    public static LoadListeners open(
            StreamLoadExecutor loadExecutor,
            FaultyRequestHandler faultyRequestHandler,
            InetAddress address,
            String host,
            int frontendPort)
            throws IOException {
        BackendAddress backendAddress = new BackendAddress(host);
        HttpTransactions transactions = new HttpTransactions();
        LoadErrorLogs errorLogs = new LoadErrorLogs(backendAddress::createUrl);
        ConnectionListener backendListener = HttpExchange.listen(
                address,
                0,
                new BackendLoadHandler(
                        loadExecutor,
                        faultyRequestHandler,
                        errorLogs,
                        new BackendTransactionHandler(loadExecutor, transactions, faultyRequestHandler, errorLogs)));
        backendAddress.port = backendListener.port();
        try {
            return new LoadListeners(
                    backendListener,
                    HttpExchange.listen(
                            address,
                            frontendPort,
                            new FrontendLoadHandler(
                                    loadExecutor,
                                    new FrontendTransactionHandler(
                                            loadExecutor,
                                            transactions,
                                            faultyRequestHandler,
                                            backendAddress::createUrl),
                                    backendAddress::createUrl)),
                    transactions);
        } catch (IOException failure) {
            backendListener.close();
            throw failure;
        }
    }

    /** The address of the backend. Its port is set when the backend listens. */
    private static final class BackendAddress {
        private final String host;
        private volatile int port;

        BackendAddress(String host) {
            this.host = host;
        }

        String createUrl(String target) {
            return "http://" + host + ":" + port + target;
        }
    }

    /** Returns the port of the frontend. */
    public int frontendPort() {
        return frontendListener.port();
    }

    @Override
    public void close() {
        frontendListener.close();
        backendListener.close();
        transactions.close();
    }
}
