package dev.cairn.embedded.load;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Parses rows from CSV while they arrive; {@code \N} is NULL. */
final class CsvRowReader {
    private static final int END = -1;
    private static final int NONE = -2;
    private static final int HEXADECIMAL = 16;

    private final Reader source;
    private final String separator;
    private final String delimiter;
    private final int enclosingQuote;
    private final int escapeCharacter;
    private final boolean trimsSpaces;
    private final StringBuilder field = new StringBuilder();
    private boolean isEnclosed;
    private boolean inQuotes;
    private int nextCharacter;

    CsvRowReader(Reader source, StreamLoadRequest request) {
        this.source = source;
        this.separator = parseSeparator(request.header("column_separator", "\t"));
        this.delimiter = parseSeparator(request.header("row_delimiter", "\n"));
        this.enclosingQuote = request.header("enclose").isEmpty()
                ? NONE
                : request.header("enclose").charAt(0);
        this.escapeCharacter = request.header("escape").isEmpty()
                ? NONE
                : request.header("escape").charAt(0);
        this.trimsSpaces = request.booleanHeader("trim_space");
    }

    /** Parses a separator, which may consist of bytes as hexadecimal numbers: {@code \x01} or {@code \\x0D0A}. */
    private static String parseSeparator(String header) {
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
    void readRows(long skipped, Consumer<List<@Nullable String>> consumer) throws IOException {
        nextCharacter = source.read();
        for (long number = 0; nextCharacter != END; number++) {
            List<@Nullable String> fields = readRow();
            if (number >= skipped) {
                consumer.accept(fields);
            }
        }
    }

    private List<@Nullable String> readRow() throws IOException {
        List<@Nullable String> fields = new ArrayList<>();
        while (nextCharacter != END) {
            char character = (char) nextCharacter;
            nextCharacter = source.read();
            if (character == escapeCharacter && nextCharacter != END) {
                field.append((char) nextCharacter);
                nextCharacter = source.read();
            } else if (character == enclosingQuote && (inQuotes || field.isEmpty())) {
                handleQuote(character);
            } else {
                field.append(character);
                if (endsWith(separator)) {
                    fields.add(takeValue(separator));
                } else if (endsWith(delimiter)) {
                    fields.add(takeValue(delimiter));
                    return fields;
                }
            }
        }
        fields.add(takeValue(""));
        return fields;
    }

    /** Reads a quote, which begins or ends an enclosed text; two quotes within the text stand for one. */
    private void handleQuote(char quote) throws IOException {
        if (inQuotes && nextCharacter == quote) {
            field.append(quote);
            nextCharacter = source.read();
        } else {
            inQuotes = !inQuotes;
            isEnclosed = true;
        }
    }

    private boolean endsWith(String end) {
        return !inQuotes && field.length() >= end.length() && field.indexOf(end, field.length() - end.length()) >= 0;
    }

    /** Ends the field, without the separator at its end, and returns its value. */
    private @Nullable String takeValue(String end) {
        field.setLength(field.length() - end.length());
        String text = field.toString();
        String value = trimsSpaces && !isEnclosed ? text.strip() : text;
        boolean isNull = !isEnclosed && value.equals("\\N");
        field.setLength(0);
        isEnclosed = false;
        return isNull ? null : value;
    }
}
