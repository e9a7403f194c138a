package dev.cairn.internal.connection;

import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.sql.DataSource;

/**
 * A failure to open a connection, which it explains to users. A driver's message has several paragraphs, and often only
 * its last cause contains the essential part: the reason is the first line of the message, followed by the first line
 * of the last cause unless that repeats it.
 *
 * @param failure the exception of the driver or of the connection pool
 * @param dataSource the source of the connection
 */
record ConnectionFailure(SQLException failure, DataSource dataSource) {
    ServerUnreachableException toException(HistoryPlace place) {
        return new ServerUnreachableException(
                place, "no connection to the server: " + describeReason(), describeRemedy(), failure);
    }

    /**
     * Returns whether a pool has reported that all of its connections are in use. Such a failure has neither an error
     * number of the server nor a cause in the network.
     */
    boolean isPoolExhausted() {
        return !(dataSource instanceof ServerAddress)
                && failure.getErrorCode() == 0
                && !isCausedBy(failure, IOException.class, MissingDriverException.class);
    }

    private String describeReason() {
        String message = DriverMessage.of(failure).firstLine();
        Throwable rootCause = failure;
        while (rootCause.getCause() != null) {
            rootCause = rootCause.getCause();
        }
        String reason = DriverMessage.of(rootCause).firstLine();
        return reason.isEmpty() || message.contains(reason) ? message : message + " (" + reason + ")";
    }

    private String describeRemedy() {
        if (failure instanceof MissingDriverException missingDriverFailure) {
            return missingDriverFailure.remedy();
        }
        if (isCausedBy(failure, SSLException.class)) {
            return "The TLS connection was not accepted: check the server's certificate, the trust store and the"
                    + " host name.";
        }
        if (OptionalTls.isMissingTlsFailure(failure)) {
            return "The server offers no TLS, which MariaDB's driver requires from 4.0 on: set up TLS for the frontend, or write"
                    + " sslMode=disable in the URL, so that the login and all statements are sent in plain text.";
        }
        int errorNumber = failure.getErrorCode();
        if (TransientError.classify(failure).equals(Optional.of(TransientError.OVERLOADED))) {
            return TransientError.OVERLOADED.remedy();
        }
        if (ErrorNumbers.isUnknownDatabase(errorNumber)) {
            return "Name another database in the URL, or create this one.";
        }
        if (ErrorNumbers.isLoginDenied(errorNumber)) {
            return dataSource instanceof ServerAddress address && !address.hasUser()
                    ? "The URL names no user, so the driver used the operating system's user: add a user to the URL,"
                            + " such as root."
                    : "Check the user and the password.";
        }
        // In these cases nothing answered at the address, so no login was tried.
        return isCausedBy(failure, ConnectException.class, NoRouteToHostException.class, UnknownHostException.class)
                ? "Check the address, and whether the frontend is up; then repeat the operation."
                : "Check the address, the user and the password, whether the user may use the database, and whether the frontend is up;"
                        + " then repeat the operation.";
    }

    /** Returns whether the exception, or one of its causes, has one of the types. */
    static boolean isCausedBy(Throwable failure, Class<?>... types) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> Arrays.stream(types).anyMatch(type -> type.isInstance(cause)));
    }
}
