package dev.cairn.sample;

import static dev.cairn.sample.shop.ActiveAccountView.ACTIVE_ACCOUNT;
import static dev.cairn.sample.shop.DailySalesMv.DAILY_SALES;
import static dev.cairn.sample.shop.LeaderMv.LEADER;
import static dev.cairn.sample.shop.OrderTable.ORDER;
import static dev.cairn.sample.shop.ProductStatisticsMv.PRODUCT_STATISTICS;

import dev.cairn.data.Database;
import java.time.LocalDate;
import java.util.List;

/** The questions of the shop: simple ones through descriptors, the others by the statements of {@link Reports}. */
record Questions(Screen screen, Database database, Reports reports) {
    private static final LocalDate FEBRUARY = LocalDate.of(2026, 2, 1);

    void ask() {
        accounts();
        orders();
        views();
        categories();
        months();
        days();
        products();
        leaders();
        idleAccounts();
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
        table(
                "Orders since February of more than one piece",
                List.of("day", "order", "quantity", "amount"),
                database
                        .from(ORDER)
                        .where(ORDER.orderDate.ge(FEBRUARY).and(ORDER.quantity.gt(1)))
                        .orderBy(ORDER.id.asc())
                        .list()
                        .stream()
                        .map(order -> Words.of(order.orderDate(), order.id(), order.quantity(), order.amount()))
                        .toList());
    }

    private void views() {
        table(
                "Views of each product, of a table that adds up by itself",
                List.of("product", "views", "visitors", "browsers"),
                reports.productViews().stream()
                        .map(product ->
                                Words.of(product.productId(), product.views(), product.visitors(), product.browsers()))
                        .toList());
    }

    private void categories() {
        List<String> titles = List.of("category", "orders", "revenue");
        table("What each category brought in", titles, categorySales(reports.categorySales(null, null)));
        table(
                "The same since February, without the garden",
                titles,
                categorySales(reports.categorySales(FEBRUARY, List.of("books", "kitchen"))));
    }

    private static List<List<String>> categorySales(List<Reports.CategorySales> sales) {
        return sales.stream()
                .map(category -> Words.of(category.category(), category.orders(), category.revenue()))
                .toList();
    }

    private void months() {
        table(
                "Orders of each month",
                List.of("month", "orders"),
                reports.ordersPerMonth().entrySet().stream()
                        .map(month -> Words.of(month.getKey(), month.getValue()))
                        .toList());
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
                ProductReport.rows(reports));
    }

    private void leaders() {
        database.refresh(LEADER).await();
        table("Who spent most, of another one", LeaderReport.TITLES, LeaderReport.rows(reports));
    }

    private void idleAccounts() {
        screen.line("");
        screen.line("    Ada's last order was on "
                + reports.lastOrder(1).map(LocalDate::toString).orElse("no day") + ".");
        screen.line("    Accounts that are deactivated, because they have ordered nothing since February: "
                + reports.deactivateIdleAccounts(FEBRUARY) + ".");
    }

    private void table(String title, List<String> columns, List<List<String>> rows) {
        screen.line("");
        screen.line("    " + title + ":");
        screen.table(columns, rows);
    }
}
