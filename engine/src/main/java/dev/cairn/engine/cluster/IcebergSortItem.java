package dev.cairn.engine.cluster;

import dev.cairn.sql.write.JoinedTexts;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A column in the order of the rows of an Iceberg table: {@code `id` DESC NULLS LAST}. */
record IcebergSortItem(String columnName, boolean isDescending, boolean putsNullsFirst) {
    private static final Pattern ITEM_PATTERN =
            Pattern.compile("(?:`([^`]+)`|(.+?))(?: (ASC|DESC))?(?: NULLS (FIRST|LAST))?", Pattern.CASE_INSENSITIVE);

    /**
     * Parses a list, which may be empty. A server omits the backquotes. A statement may omit the direction and the
     * position of NULLs: NULLs are then first in ascending order, and last in descending order.
     *
     * @throws IllegalArgumentException if an item is not a column with an order
     */
    static List<IcebergSortItem> parseList(String itemList) {
        return itemList.isEmpty()
                ? List.of()
                : JoinedTexts.splitAtCommas(itemList).stream()
                        .map(IcebergSortItem::parse)
                        .toList();
    }

    private static IcebergSortItem parse(String item) {
        Matcher matcher = ITEM_PATTERN.matcher(item);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not a sort column: " + item);
        }
        String quotedName = matcher.group(1);
        boolean isDescending = isWord(matcher.group(3), "DESC");
        String nullsPosition = matcher.group(4);
        return new IcebergSortItem(
                quotedName == null ? matcher.group(2) : quotedName,
                isDescending,
                nullsPosition == null ? !isDescending : isWord(nullsPosition, "FIRST"));
    }

    private static boolean isWord(@Nullable String matchedText, String word) {
        return word.equalsIgnoreCase(matchedText);
    }

    IcebergSortItem withColumnName(String newColumnName) {
        return new IcebergSortItem(newColumnName, isDescending, putsNullsFirst);
    }

    /** Renders a list as a catalog keeps it. */
    static String renderList(List<IcebergSortItem> items) {
        return items.stream()
                .map(item -> "`" + item.columnName + "`" + item.renderDirection())
                .collect(Collectors.joining(", "));
    }

    /** Renders a list as the server shows it. */
    static String renderShownList(List<IcebergSortItem> items) {
        return items.stream()
                .map(item -> item.columnName + item.renderDirection())
                .collect(Collectors.joining(","));
    }

    private String renderDirection() {
        return (isDescending ? " DESC" : " ASC") + (putsNullsFirst ? " NULLS FIRST" : " NULLS LAST");
    }
}
