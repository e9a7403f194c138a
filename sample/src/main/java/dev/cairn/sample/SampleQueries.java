package dev.cairn.sample;

import static dev.cairn.sample.shop.ActiveAccountView.ACTIVE_ACCOUNT;
import static dev.cairn.sample.shop.DailySalesMv.DAILY_SALES;
import static dev.cairn.sample.shop.LeaderMv.LEADER;
import static dev.cairn.sample.shop.OrderTable.ORDER;
import static dev.cairn.sample.shop.ProductStatisticsMv.PRODUCT_STATISTICS;

import dev.cairn.data.Database;
import java.time.LocalDate;
import java.util.List;

/** The queries of the shop: simple ones through descriptors, the others as SQL statements of {@link Reports}. */
record SampleQueries(ConsoleOutput screen, Database database, Reports reports) {
    private static final LocalDate FEBRUARY = LocalDate.of(2026, 2, 1);

    void run() {
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
                "Active accounts, from a view that requires the privileges of its reader",
                List.of("id", "name", "city"),
                database.from(ACTIVE_ACCOUNT).orderBy(ACTIVE_ACCOUNT.id.asc()).list().stream()
                        .map(account -> RowText.of(account.id(), account.name(), account.city()))
                        .toList());
    }

    private void orders() {
        table(
                "Orders since February with a quantity above 1",
                List.of("day", "order", "quantity", "amount"),
                database
                        .from(ORDER)
                        .where(ORDER.orderDate.ge(FEBRUARY).and(ORDER.quantity.gt(1)))
                        .orderBy(ORDER.id.asc())
                        .list()
                        .stream()
                        .map(order -> RowText.of(order.orderDate(), order.id(), order.quantity(), order.amount()))
                        .toList());
    }

    private void views() {
        table(
                "Page views of each product, from an aggregate table",
                List.of("product", "views", "visitors", "browsers"),
                reports.productViews().stream()
                        .map(product -> RowText.of(
                                product.productId(), product.views(), product.visitors(), product.browsers()))
                        .toList());
    }

    private void categories() {
        List<String> titles = List.of("category", "orders", "revenue");
        table("Sales by category", titles, categorySales(reports.categorySales(null, null)));
        table(
                "Sales since February in books and kitchen",
                titles,
                categorySales(reports.categorySales(FEBRUARY, List.of("books", "kitchen"))));
    }

    private static List<List<String>> categorySales(List<Reports.CategorySales> sales) {
        return sales.stream()
                .map(category -> RowText.of(category.category(), category.orders(), category.revenue()))
                .toList();
    }

    private void months() {
        table(
                "Orders by month",
                List.of("month", "orders"),
                reports.ordersPerMonth().entrySet().stream()
                        .map(month -> RowText.of(month.getKey(), month.getValue()))
                        .toList());
    }

    private void days() {
        database.refresh(DAILY_SALES).await();
        table(
                "Sales by day, from a materialized view that the server refreshes after each change",
                List.of("day", "orders", "revenue"),
                database.from(DAILY_SALES).orderBy(DAILY_SALES.orderDate.asc()).list().stream()
                        .map(day -> RowText.of(day.orderDate(), day.orders(), day.revenue()))
                        .toList());
    }

    private void products() {
        database.refresh(PRODUCT_STATISTICS).await();
        table(
                "Statistics of each product, from a materialized view refreshed for this query",
                ProductReport.TITLES,
                ProductReport.rows(reports));
    }

    private void leaders() {
        database.refresh(LEADER).await();
        table(
                "Accounts that spent most, from another materialized view",
                LeaderReport.TITLES,
                LeaderReport.rows(reports));
    }

    private void idleAccounts() {
        screen.line("");
        screen.line("    Ada's last order was on "
                + reports.lastOrder(1).map(LocalDate::toString).orElse("no day") + ".");
        screen.line("    Accounts without orders since February, now deactivated: "
                + reports.deactivateIdleAccounts(FEBRUARY) + ".");
    }

    private void table(String title, List<String> columns, List<List<String>> rows) {
        screen.line("");
        screen.line("    " + title + ":");
        screen.table(columns, rows);
    }
}
