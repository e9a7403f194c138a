package dev.cairn.data;

import static dev.cairn.data.SaleTable.SALE;

import dev.cairn.internal.connection.ServerAddress;
import java.util.stream.Stream;

/** Reads all sales of the database that is named by a URL, in a process of its own, and prints the sum of their ids. */
final class StreamMain {
    private StreamMain() {}

    public static void main(String[] arguments) {
        Database database = Database.of(ServerAddress.parse(arguments[0]));
        try (Stream<Sale> sales = database.from(SALE).stream()) {
            System.out.println(sales.mapToLong(Sale::id).sum());
        }
    }
}
