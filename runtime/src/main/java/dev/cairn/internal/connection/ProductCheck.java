package dev.cairn.internal.connection;

import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.MigrationException.WrongServerException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Requires that the driver of a connection does not name another product than StarRocks. A server of MySQL itself is
 * detected when its version is read, because it has the same drivers.
 */
public final class ProductCheck {
    /** The products of the drivers that speak StarRocks' protocol, in lower case. */
    private static final Set<String> PRODUCT_NAMES = Set.of("mysql", "mariadb", "starrocks");

    private ProductCheck() {}

    /**
     * Returns the connection, or closes it.
     *
     * @throws WrongServerException if the connection is one of another product
     */
    static Connection requireStarRocks(Connection connection, HistoryPlace place) throws SQLException {
        try {
            String product = connection.getMetaData().getDatabaseProductName();
            if (!PRODUCT_NAMES.contains(product.toLowerCase(Locale.ROOT))) {
                throw createWrongProductException(place, "the database of the connection is " + product, null);
            }
            return connection;
        } catch (SQLException | RuntimeException failure) {
            closeAfterFailure(connection, failure);
            throw failure;
        }
    }

    private static void closeAfterFailure(Connection connection, Exception failure) {
        try {
            connection.close();
        } catch (SQLException closeFailure) {
            failure.addSuppressed(closeFailure);
        }
    }

    /**
     * Creates the exception for a server of another product.
     *
     * @param productDescription a clause that describes the product, such as {@code the server is MySQL}
     */
    public static WrongServerException createWrongProductException(
            HistoryPlace place, String productDescription, @Nullable Throwable cause) {
        return new WrongServerException(
                place,
                productDescription + ", not StarRocks",
                "Name a StarRocks server in the URL, such as jdbc:mysql://host:9030/shop, or pass a DataSource for one.",
                cause);
    }
}
