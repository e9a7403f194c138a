package dev.cairn.sample;

import static dev.cairn.sample.shop.ProductStatisticsMv.PRODUCT_STATISTICS;

import dev.cairn.data.Database;
import java.util.List;

/** How each product does, as of the last refresh. */
final class ProductReport {
    static final List<String> TITLES = List.of("id", "product", "views", "visitors", "sold", "revenue");

    private ProductReport() {}

    static List<List<String>> rows(Database database) {
        return database.from(PRODUCT_STATISTICS).orderBy(PRODUCT_STATISTICS.productId.asc()).list().stream()
                .map(product -> Words.of(
                        product.productId(),
                        product.name(),
                        product.views(),
                        product.visitors(),
                        product.sold(),
                        product.revenue()))
                .toList();
    }
}
