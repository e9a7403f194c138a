package dev.cairn.sample;

import static dev.cairn.sample.shop.AccountTable.ACCOUNT;
import static dev.cairn.sample.shop.OrderTable.ORDER;
import static dev.cairn.sample.shop.PageViewTable.PAGE_VIEW;
import static dev.cairn.sample.shop.ProductTable.PRODUCT;

import dev.cairn.schema.MaterializedViewDescriptor;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Writes and reads what the shop's tables hold. */
record ShopDesk(DataSource dataSource) {
    void insertAll() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            insertAccounts(connection);
            insertProducts(connection);
            insertOrders(connection);
            insertPageViews(connection);
        }
    }

    void insertOrders() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            insertOrders(connection);
        }
    }

    private static void insertAccounts(Connection connection) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + ACCOUNT.qualifiedName() + " VALUES (?, ?, ?, ?)")) {
            for (var account : ShopRows.ACCOUNTS) {
                insert.setLong(1, account.id());
                insert.setString(2, account.name());
                insert.setString(3, account.city());
                insert.setBoolean(4, account.active());
                insert.executeUpdate();
            }
        }
    }

    private static void insertProducts(Connection connection) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + PRODUCT.qualifiedName() + " VALUES (?, ?, ?, ?)")) {
            for (var product : ShopRows.PRODUCTS) {
                insert.setInt(1, product.id());
                insert.setString(2, product.name());
                insert.setBigDecimal(3, product.price());
                insert.setString(4, product.category());
                insert.executeUpdate();
            }
        }
    }

    private static void insertOrders(Connection connection) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + ORDER.qualifiedName() + " VALUES (?, ?, ?, ?, ?, ?)")) {
            for (var order : ShopRows.ORDERS) {
                insert.setObject(1, order.orderDate());
                insert.setLong(2, order.id());
                insert.setLong(3, order.accountId());
                insert.setInt(4, order.productId());
                insert.setInt(5, order.quantity());
                insert.setBigDecimal(6, order.amount());
                insert.executeUpdate();
            }
        }
    }

    private static void insertPageViews(Connection connection) throws SQLException {
        for (var view : ShopRows.PAGE_VIEWS) {
            List<String> visitors = new ArrayList<>();
            view.visitors().values().forEach(each -> visitors.add(Long.toString(each)));
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + PAGE_VIEW.qualifiedName()
                    + " VALUES (?, ?, ?, bitmap_from_string(?), hll_hash(?))")) {
                insert.setInt(1, view.productId());
                insert.setObject(2, view.day());
                insert.setLong(3, view.views());
                insert.setString(4, String.join(",", visitors));
                insert.setString(5, view.browsers().values().get(0));
                insert.executeUpdate();
            }
        }
    }

    /** Its rows are those of this moment when it returns. */
    void refresh(MaterializedViewDescriptor<?> view) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(view.refresh() + " WITH SYNC MODE");
        }
    }

    /** The values as text, a dash where there is none. */
    List<List<String>> query(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            List<List<String>> rows = new ArrayList<>();
            while (found.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= found.getMetaData().getColumnCount(); column++) {
                    String value = found.getString(column);
                    row.add(value == null ? "-" : value);
                }
                rows.add(row);
            }
            return rows;
        }
    }
}
