package dev.cairn.embedded.load;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Parses rows from CSV while they arrive; {@code \N} is NULL. */
final class CsvRowReader {
    private static final int END_OF_INPUT = -1;
    private static final int NO_CHARACTER = -2;
    private static final int HEXADECIMAL_RADIX = 16;

    private final Reader source;
    private final String columnSeparator;
    private final String rowDelimiter;
    private final int enclosingQuote;
    private final int escapeCharacter;
    private final boolean readsPlainFields;
    private final boolean trimsSpaces;
    private final StringBuilder field = new StringBuilder();
    private boolean isEnclosed;
    private boolean isInQuotes;
    private boolean isBlank;
    private int enclosedLength;
    private int nextCharacter;

    CsvRowReader(Reader source, StreamLoadRequest request) {
        this.source = source;
        this.columnSeparator = parseSeparator(request.header("column_separator", "\t"));
        this.rowDelimiter = parseSeparator(request.header("row_delimiter", "\n"));
        this.enclosingQuote = request.header("enclose").isEmpty()
                ? NO_CHARACTER
                : request.header("enclose").charAt(0);
        this.escapeCharacter = request.header("escape").isEmpty()
                ? NO_CHARACTER
                : request.header("escape").charAt(0);
        this.readsPlainFields = enclosingQuote == NO_CHARACTER && escapeCharacter == NO_CHARACTER;
        this.trimsSpaces = request.isHeaderTrue("trim_space");
    }

    /** Parses a separator, which may consist of bytes as hexadecimal numbers: {@code \x01} or {@code \\x0D0A}. */
    private static String parseSeparator(String header) {
        String digits = header.replaceFirst("^(\\\\+x|0x)", "");
        if (digits.equals(header)) {
            return header.replace("\\t", "\t").replace("\\n", "\n");
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i + 1 < digits.length(); i += 2) {
            text.append((char) Integer.parseInt(digits.substring(i, i + 2), HEXADECIMAL_RADIX));
        }
        return text.toString();
    }

    /**
     * Passes each row that is not blank to the consumer.
     *
     * @param skippedRows the number of rows to skip at the beginning
     */
    void readRows(long skippedRows, Consumer<List<@Nullable String>> consumer) throws IOException {
        nextCharacter = source.read();
        for (long rowIndex = 0; nextCharacter != END_OF_INPUT; rowIndex++) {
            isBlank = true;
            List<@Nullable String> fields = readRow();
            if (rowIndex >= skippedRows && !isBlank) {
                consumer.accept(fields);
            }
        }
    }

    private List<@Nullable String> readRow() throws IOException {
        List<@Nullable String> fields = new ArrayList<>();
        while (nextCharacter != END_OF_INPUT) {
            char character = (char) nextCharacter;
            nextCharacter = source.read();
            if (character == escapeCharacter && nextCharacter != END_OF_INPUT) {
                field.append((char) nextCharacter);
                nextCharacter = source.read();
            } else if (character == enclosingQuote && (isInQuotes || field.isEmpty())) {
                readQuote(character);
            } else if (!(trimsSpaces && character == ' ' && field.isEmpty() && !isEnclosed)) {
                field.append(character);
                if (fieldEndsWith(columnSeparator)) {
                    fields.add(finishField(columnSeparator));
                } else if (fieldEndsWith(rowDelimiter)) {
                    fields.add(finishField(rowDelimiter));
                    return fields;
                }
            }
        }
        fields.add(finishField(""));
        return fields;
    }

    /** Reads a quote, which begins or ends an enclosed text; two quotes within the text stand for one. */
    private void readQuote(char quote) throws IOException {
        if (isInQuotes && nextCharacter == quote) {
            field.append(quote);
            nextCharacter = source.read();
        } else {
            isInQuotes = !isInQuotes;
            isEnclosed = true;
            enclosedLength = field.length();
        }
    }

    private boolean fieldEndsWith(String suffix) {
        return !isInQuotes
                && field.length() >= suffix.length()
                && field.indexOf(suffix, field.length() - suffix.length()) >= 0;
    }

    /** Ends the field, without the separator at its end, and returns its value. */
    private @Nullable String finishField(String suffix) {
        field.setLength(field.length() - suffix.length());
        isBlank &= suffix.equals(rowDelimiter) && field.isEmpty() && !isEnclosed;
        String value = trimsSpaces ? trimField() : field.toString();
        field.setLength(0);
        isEnclosed = false;
        return value.equals("\\N") ? null : value;
    }

    /**
     * Returns the field without spaces at its end. A backend that reads quotes or escape characters removes them only
     * behind a quote.
     */
    private String trimField() {
        if (isEnclosed) {
            boolean hasSpace = field.length() > enclosedLength && field.charAt(enclosedLength) == ' ';
            return hasSpace ? field.substring(0, enclosedLength) : field.toString();
        }
        int end = field.length();
        while (readsPlainFields && end > 0 && field.charAt(end - 1) == ' ') {
            end--;
        }
        return field.substring(0, end);
    }
}
