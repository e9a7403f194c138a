package dev.cairn.embedded.load;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Parses rows from CSV while they arrive; {@code \N} is NULL. */
final class CsvRows {
    private static final int END = -1;
    private static final int NONE = -2;
    private static final int HEXADECIMAL = 16;

    private final Reader source;
    private final String separator;
    private final String delimiter;
    private final int enclose;
    private final int escape;
    private final boolean trims;
    private final StringBuilder field = new StringBuilder();
    private boolean enclosed;
    private boolean inQuotes;
    private int next;

    CsvRows(Reader source, StreamLoadRequest request) {
        this.source = source;
        this.separator = separator(request.text("column_separator", "\t"));
        this.delimiter = separator(request.text("row_delimiter", "\n"));
        this.enclose = request.text("enclose").isEmpty()
                ? NONE
                : request.text("enclose").charAt(0);
        this.escape =
                request.text("escape").isEmpty() ? NONE : request.text("escape").charAt(0);
        this.trims = request.truth("trim_space");
    }

    /** Returns a separator, which may contain bytes as hexadecimal numbers: {@code \x01} or {@code \\x0D0A}. */
    private static String separator(String header) {
        String digits = header.replaceFirst("^(\\\\+x|0x)", "");
        if (digits.equals(header)) {
            return header.replace("\\t", "\t").replace("\\n", "\n");
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i + 1 < digits.length(); i += 2) {
            text.append((char) Integer.parseInt(digits.substring(i, i + 2), HEXADECIMAL));
        }
        return text.toString();
    }

    /** @param skipped the number of rows to skip at the beginning */
    void read(long skipped, Consumer<List<@Nullable String>> row) throws IOException {
        next = source.read();
        for (long number = 0; next != END; number++) {
            List<@Nullable String> fields = row();
            if (number >= skipped) {
                row.accept(fields);
            }
        }
    }

    private List<@Nullable String> row() throws IOException {
        List<@Nullable String> fields = new ArrayList<>();
        while (next != END) {
            char read = (char) next;
            next = source.read();
            if (read == escape && next != END) {
                field.append((char) next);
                next = source.read();
            } else if (read == enclose && (inQuotes || field.isEmpty())) {
                quote(read);
            } else {
                field.append(read);
                if (ends(separator)) {
                    fields.add(value(separator));
                } else if (ends(delimiter)) {
                    fields.add(value(delimiter));
                    return fields;
                }
            }
        }
        fields.add(value(""));
        return fields;
    }

    /** Handles a quote, which begins or ends an enclosed text; two quotes within the text stand for one. */
    private void quote(char quote) throws IOException {
        if (inQuotes && next == quote) {
            field.append(quote);
            next = source.read();
        } else {
            inQuotes = !inQuotes;
            enclosed = true;
        }
    }

    private boolean ends(String end) {
        return !inQuotes && field.length() >= end.length() && field.indexOf(end, field.length() - end.length()) >= 0;
    }

    private @Nullable String value(String end) {
        field.setLength(field.length() - end.length());
        String text = field.toString();
        String value = trims && !enclosed ? text.strip() : text;
        boolean isNull = !enclosed && value.equals("\\N");
        field.setLength(0);
        enclosed = false;
        return isNull ? null : value;
    }
}
