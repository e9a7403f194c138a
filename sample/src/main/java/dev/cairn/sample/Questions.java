package dev.cairn.sample;

import static dev.cairn.sample.shop.ActiveAccountView.ACTIVE_ACCOUNT;
import static dev.cairn.sample.shop.DailySalesMv.DAILY_SALES;
import static dev.cairn.sample.shop.LeaderMv.LEADER;
import static dev.cairn.sample.shop.OrderTable.ORDER;
import static dev.cairn.sample.shop.ProductStatisticsMv.PRODUCT_STATISTICS;

import dev.cairn.data.Database;
import java.time.LocalDate;
import java.util.List;

/** What the shop wants to know of its rows. */
record Questions(Screen screen, Database database) {
    void ask() {
        accounts();
        orders();
        looks();
        days();
        products();
        leaders();
    }

    private void accounts() {
        table(
                "Accounts in use, of a view that has the rights of who reads it",
                List.of("id", "name", "city"),
                database.from(ACTIVE_ACCOUNT).orderBy(ACTIVE_ACCOUNT.id.asc()).list().stream()
                        .map(account -> Words.of(account.id(), account.name(), account.city()))
                        .toList());
    }

    private void orders() {
        LocalDate february = LocalDate.of(2026, 2, 1);
        table(
                "Orders since February of more than one piece",
                List.of("day", "order", "quantity", "amount"),
                database
                        .from(ORDER)
                        .where(ORDER.orderDate.ge(february).and(ORDER.quantity.gt(1)))
                        .orderBy(ORDER.id.asc())
                        .list()
                        .stream()
                        .map(order -> Words.of(order.orderDate(), order.id(), order.quantity(), order.amount()))
                        .toList());
    }

    private void looks() {
        table(
                "Looks at each product, of a table that adds up by itself",
                List.of("product", "views", "visitors", "browsers"),
                database.query("""
                        SELECT product_id, sum(views), bitmap_union_count(visitors), hll_union_agg(browsers)
                        FROM page_view
                        GROUP BY product_id
                        ORDER BY product_id""", row -> Words.of(row.intAt(0), row.longAt(1), row.longAt(2), row.longAt(3))));
    }

    private void days() {
        database.refresh(DAILY_SALES).await();
        table(
                "What each day brought in, of a materialized view that follows the orders by itself",
                List.of("day", "orders", "revenue"),
                database.from(DAILY_SALES).orderBy(DAILY_SALES.orderDate.asc()).list().stream()
                        .map(day -> Words.of(day.orderDate(), day.orders(), day.revenue()))
                        .toList());
    }

    private void products() {
        database.refresh(PRODUCT_STATISTICS).await();
        table(
                "How each product does, of one that was refreshed for this question",
                ProductReport.TITLES,
                ProductReport.rows(database));
    }

    private void leaders() {
        database.refresh(LEADER).await();
        table("Who spent most, of another one", LeaderReport.TITLES, LeaderReport.rows(database));
    }

    private void table(String title, List<String> columns, List<List<String>> rows) {
        screen.line("");
        screen.line("    " + title + ":");
        screen.table(columns, rows);
    }
}
