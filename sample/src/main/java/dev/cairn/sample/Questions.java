package dev.cairn.sample;

import static dev.cairn.sample.shop.ActiveAccountView.ACTIVE_ACCOUNT;
import static dev.cairn.sample.shop.DailySalesMv.DAILY_SALES;
import static dev.cairn.sample.shop.LeaderMv.LEADER;
import static dev.cairn.sample.shop.PageViewTable.PAGE_VIEW;
import static dev.cairn.sample.shop.ProductStatisticsMv.PRODUCT_STATISTICS;

import java.sql.SQLException;
import java.util.List;

/** What the shop wants to know of its rows. */
record Questions(Screen screen, ShopDesk desk) {
    void ask() throws SQLException {
        screen.heading("2. Rows, and what is asked of them");
        desk.insertAll();
        screen.line("    " + ShopRows.ACCOUNTS.size() + " accounts, " + ShopRows.PRODUCTS.size() + " products, "
                + ShopRows.ORDERS.size() + " orders and " + ShopRows.PAGE_VIEWS.size() + " page views are inserted.");
        table(
                "Accounts in use, a view with the rights of who reads it",
                List.of("id", "name", "city"),
                "SELECT * FROM " + ACTIVE_ACCOUNT.qualifiedName() + " ORDER BY id");
        desk.refresh(DAILY_SALES);
        table(
                "What each day brought in, a materialized view that the server refreshes",
                List.of("day", "orders", "revenue"),
                "SELECT * FROM " + DAILY_SALES.qualifiedName() + " ORDER BY order_date");
        table(
                "Looks at each product, of an aggregate table that adds up by itself",
                List.of("product", "views", "visitors", "browsers"),
                "SELECT product_id, sum(views), bitmap_union_count(visitors), hll_union_agg(browsers) FROM "
                        + PAGE_VIEW.qualifiedName() + " GROUP BY product_id ORDER BY product_id");
        desk.refresh(PRODUCT_STATISTICS);
        table(
                "How each product does, a materialized view that was just refreshed",
                List.of("id", "product", "views", "visitors", "sold", "revenue"),
                "SELECT * FROM " + PRODUCT_STATISTICS.qualifiedName() + " ORDER BY product_id");
        desk.refresh(LEADER);
        table(
                "Who spent how much, another one",
                List.of("id", "name", "orders", "spent"),
                "SELECT * FROM " + LEADER.qualifiedName() + " ORDER BY spent DESC");
    }

    private void table(String title, List<String> columns, String sql) throws SQLException {
        screen.line("");
        screen.line("    " + title + ":");
        screen.table(columns, desk.query(sql));
    }
}
