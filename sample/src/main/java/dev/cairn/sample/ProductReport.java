package dev.cairn.sample;

import java.util.List;

/** The statistics of each product, as of the last refresh. */
final class ProductReport {
    static final List<String> COLUMN_TITLES = List.of("id", "product", "views", "visitors", "sold", "revenue");

    private ProductReport() {}

    static List<List<String>> queryRows(Reports reports) {
        return reports.productStatistics().stream()
                .map(product -> RowText.of(
                        product.productId(),
                        product.name(),
                        product.views(),
                        product.visitors(),
                        product.sold(),
                        product.revenue()))
                .toList();
    }
}
