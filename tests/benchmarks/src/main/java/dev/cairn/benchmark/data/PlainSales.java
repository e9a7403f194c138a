package dev.cairn.benchmark.data;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The operations of a descriptor and of a query interface, written by hand for one table. The texts of queries name
 * their method in a comment, as the generated ones do, because the time of the driver depends on the length of a text.
 */
final class PlainSales {
    private static final String COLUMNS =
            "`id`, `shop`, `customer`, `city`, `note`, `price`, `weight`, `paid`, `day`, `at`";
    private static final String SELECT = "SELECT " + COLUMNS + " FROM `sale`";
    private static final int COLUMN_COUNT = 10;

    private PlainSales() {}

    /** Inserts all rows with one statement. */
    static long insert(Connection connection, List<Sale> sales) throws SQLException {
        String row = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        StringBuilder sql = new StringBuilder("INSERT INTO `sale` (" + COLUMNS + ") VALUES ").append(row);
        for (int i = 1; i < sales.size(); i++) {
            sql.append(", ").append(row);
        }
        try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
            int firstIndex = 1;
            for (Sale sale : sales) {
                bind(statement, firstIndex, sale);
                firstIndex += COLUMN_COUNT;
            }
            return statement.executeLargeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, int firstIndex, Sale sale) throws SQLException {
        statement.setLong(firstIndex, sale.id());
        statement.setInt(firstIndex + 1, sale.shop());
        if (sale.customer() == null) {
            statement.setNull(firstIndex + 2, Types.INTEGER);
        } else {
            statement.setInt(firstIndex + 2, sale.customer());
        }
        statement.setString(firstIndex + 3, sale.city());
        statement.setString(firstIndex + 4, sale.note());
        statement.setBigDecimal(firstIndex + 5, sale.price());
        statement.setDouble(firstIndex + 6, sale.weight());
        statement.setBoolean(firstIndex + 7, sale.paid());
        statement.setObject(firstIndex + 8, sale.day());
        statement.setObject(firstIndex + 9, sale.at());
    }

    static List<Sale> list(Connection connection) throws SQLException {
        List<Sale> sales = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SELECT)) {
            while (rows.next()) {
                sales.add(readSale(rows));
            }
        }
        return sales;
    }

    static void stream(Connection connection, Consumer<Sale> consumer) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // With this value, Connector/J reads row by row instead of the whole result.
            statement.setFetchSize(Integer.MIN_VALUE);
            try (ResultSet rows = statement.executeQuery(SELECT)) {
                while (rows.next()) {
                    consumer.accept(readSale(rows));
                }
            }
        }
    }

    static List<Sale> findSince(Connection connection, LocalDate day, int shops, int limit) throws SQLException {
        List<Sale> sales = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("""
                /* SaleStatements.since */ SELECT id, shop, customer, city, note, price, weight, paid, day, at
                FROM sale
                WHERE day >= ? AND shop < ?
                ORDER BY id LIMIT ?""")) {
            statement.setObject(1, day);
            statement.setInt(2, shops);
            statement.setInt(3, limit);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    sales.add(readSale(rows));
                }
            }
        }
        return sales;
    }

    static long correctSale(Connection connection, long id, String note, BigDecimal price) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "/* SaleStatements.correct */ UPDATE sale SET note = ?, price = ? WHERE id = ?")) {
            statement.setString(1, note);
            statement.setBigDecimal(2, price);
            statement.setLong(3, id);
            return statement.executeLargeUpdate();
        }
    }

    private static Sale readSale(ResultSet rows) throws SQLException {
        long id = rows.getLong(1);
        int shop = rows.getInt(2);
        int customerValue = rows.getInt(3);
        Integer customer = rows.wasNull() ? null : customerValue;
        String city = rows.getString(4);
        String note = rows.getString(5);
        BigDecimal price = rows.getBigDecimal(6);
        double weight = rows.getDouble(7);
        boolean paid = rows.getBoolean(8);
        LocalDate day = rows.getObject(9, LocalDate.class);
        LocalDateTime at = rows.getObject(10, LocalDateTime.class);
        return new Sale(id, shop, customer, city, note, price, weight, paid, day, at);
    }
}
