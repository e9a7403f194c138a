package dev.cairn.embedded.rows;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.translate.TranslatedQuery;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Columns of bytes come as hex, and go to clients as texts of which each character is a byte. */
final class HexDecoding {
    private HexDecoding() {}

    static List<List<@Nullable String>> of(TranslatedQuery query, List<List<@Nullable String>> rows) {
        for (int i = 0; i < query.columns().size(); i++) {
            if (PrimitiveType.of(query.columns().get(i).type()) == PrimitiveType.VARBINARY) {
                for (List<@Nullable String> row : rows) {
                    String hex = row.get(i);
                    row.set(i, hex == null ? null : text(hex));
                }
            }
        }
        return rows;
    }

    private static String text(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }
}
