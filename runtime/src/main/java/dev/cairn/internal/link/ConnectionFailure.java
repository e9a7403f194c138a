package dev.cairn.internal.link;

import dev.cairn.schema.UnreachableException;
import dev.cairn.schema.Where;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;

/** Why there is none, in one sentence: drivers tell it in several paragraphs, and what matters in the last of the causes. */
final class ConnectionFailure {
    /** Of MySQL, and of StarRocks. */
    private static final Set<Integer> UNKNOWN_DATABASE = Set.of(1049, 5501);

    private static final Set<Integer> DENIED = Set.of(1044, 1045);

    private ConnectionFailure() {}

    static UnreachableException because(SQLException failure, Where where) {
        return new UnreachableException(
                where, "no connection to the server: " + words(failure), remedy(failure), failure);
    }

    private static String words(SQLException failure) {
        String first = DriverMessage.first(failure.getMessage());
        Throwable last = failure;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        String reason = DriverMessage.first(last.getMessage());
        return reason.isEmpty() || first.contains(reason) ? first : first + " (" + reason + ")";
    }

    private static String remedy(SQLException failure) {
        if (failure instanceof MissingDriverException missing) {
            return missing.remedy();
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return "The TLS connection was not accepted: check the server's certificate, the trust store and the"
                        + " host name.";
            }
        }
        int errno = failure.getErrorCode();
        Optional<TransientError> passing = TransientError.of(errno, String.valueOf(failure.getMessage()));
        if (passing.isPresent() && passing.get() == TransientError.OVERLOADED) {
            return passing.get().remedy();
        }
        if (UNKNOWN_DATABASE.contains(errno)) {
            return "Name another database in the URL, or create this one.";
        }
        return DENIED.contains(errno)
                ? "Check the user and the password."
                : "Check the address, the user and the password, and whether the frontend is up; then run it again.";
    }
}
