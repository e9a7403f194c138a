package dev.cairn.sample;

import static dev.cairn.sample.shop.ActiveAccountView.ACTIVE_ACCOUNT;
import static dev.cairn.sample.shop.DailySalesMv.DAILY_SALES;
import static dev.cairn.sample.shop.LeaderMv.LEADER;
import static dev.cairn.sample.shop.OrderTable.ORDER;
import static dev.cairn.sample.shop.ProductStatisticsMv.PRODUCT_STATISTICS;

import dev.cairn.data.Database;
import java.time.LocalDate;
import java.util.List;

/**
 * The queries of the shop: simple ones through descriptors, the others as SQL statements of {@link Reports}. The last
 * one changes rows: it deactivates idle accounts.
 */
record QueriesChapter(ConsoleOutput console, Database database, Reports reports) {
    private static final LocalDate FEBRUARY = LocalDate.of(2026, 2, 1);

    void run() {
        printAccounts();
        printOrders();
        printPageViews();
        printSalesByCategory();
        printOrdersByMonth();
        printSalesByDay();
        printProductStatistics();
        printLeaders();
        deactivateIdleAccounts();
    }

    private void printAccounts() {
        printTable(
                "Active accounts, from a view that requires the privileges of its reader",
                List.of("id", "name", "city"),
                database.from(ACTIVE_ACCOUNT).orderBy(ACTIVE_ACCOUNT.id.asc()).list().stream()
                        .map(account -> RowText.of(account.id(), account.name(), account.city()))
                        .toList());
    }

    private void printOrders() {
        printTable(
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

    private void printPageViews() {
        printTable(
                "Page views of each product, from an aggregate table",
                List.of("product", "views", "visitors", "browsers"),
                reports.productViews().stream()
                        .map(product -> RowText.of(
                                product.productId(), product.views(), product.visitors(), product.browsers()))
                        .toList());
    }

    private void printSalesByCategory() {
        List<String> titles = List.of("category", "orders", "revenue");
        printTable("Sales by category", titles, renderSales(reports.categorySales(null, null)));
        printTable(
                "Sales since February in books and kitchen",
                titles,
                renderSales(reports.categorySales(FEBRUARY, List.of("books", "kitchen"))));
    }

    private static List<List<String>> renderSales(List<Reports.CategorySales> sales) {
        return sales.stream()
                .map(category -> RowText.of(category.category(), category.orders(), category.revenue()))
                .toList();
    }

    private void printOrdersByMonth() {
        printTable(
                "Orders by month",
                List.of("month", "orders"),
                reports.ordersPerMonth().entrySet().stream()
                        .map(monthEntry -> RowText.of(monthEntry.getKey(), monthEntry.getValue()))
                        .toList());
    }

    private void printSalesByDay() {
        database.refresh(DAILY_SALES).await();
        printTable(
                "Sales by day, from a materialized view that the server refreshes after each change",
                List.of("day", "orders", "revenue"),
                database.from(DAILY_SALES).orderBy(DAILY_SALES.orderDate.asc()).list().stream()
                        .map(day -> RowText.of(day.orderDate(), day.orders(), day.revenue()))
                        .toList());
    }

    private void printProductStatistics() {
        database.refresh(PRODUCT_STATISTICS).await();
        printTable(
                "Statistics of each product, from a materialized view refreshed for this query",
                ProductReport.COLUMN_TITLES,
                ProductReport.queryRows(reports));
    }

    private void printLeaders() {
        database.refresh(LEADER).await();
        printTable(
                "Accounts that spent most, from another materialized view",
                LeaderReport.COLUMN_TITLES,
                LeaderReport.queryRows(reports));
    }

    private void deactivateIdleAccounts() {
        console.printLine("");
        console.printParagraph(List.of("Ada's last order was on "
                + reports.lastOrder(1).map(LocalDate::toString).orElse("no day") + "."));
        console.printParagraph(List.of("Accounts without orders since February, now deactivated: "
                + reports.deactivateIdleAccounts(FEBRUARY) + "."));
    }

    private void printTable(String title, List<String> columnTitles, List<List<String>> rows) {
        console.printLine("");
        console.printParagraph(List.of(title + ":"));
        console.printTable(columnTitles, rows);
    }
}
