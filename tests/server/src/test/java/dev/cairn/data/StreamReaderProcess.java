package dev.cairn.data;

import static dev.cairn.data.SaleTable.SALE;

import dev.cairn.internal.connection.ServerAddress;
import java.util.stream.Stream;

/** The main class of a process that reads all sales of the database at a URL and prints the sum of their ids. */
final class StreamReaderProcess {
    private StreamReaderProcess() {}

    public static void main(String[] arguments) {
        Database database = Database.of(ServerAddress.parse(arguments[0]));
        try (Stream<Sale> sales = database.from(SALE).stream()) {
            System.out.println(sales.mapToLong(Sale::id).sum());
        }
    }
}
