package dev.cairn.embedded.load;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses rows from CSV while they arrive; {@code \N} is NULL. */
final class CsvRowReader {
    private static final int END_OF_INPUT = -1;
    private static final int NO_CHARACTER = -2;
    private static final Pattern HEXADECIMAL_SEPARATOR_PATTERN = Pattern.compile("(?i)(?:\\\\+x|0x)(?<digits>.*)");

    private final Reader source;
    private final String columnSeparator;
    private final String rowDelimiter;
    /** The character that encloses texts, or {@link #NO_CHARACTER}. */
    private final int enclosingQuote;
    /** The character that makes the next one part of a value, or {@link #NO_CHARACTER}. */
    private final int escapeCharacter;
    /** Whether neither quotes nor escape characters are defined. */
    private final boolean readsPlainFields;

    private final boolean trimsSpaces;
    private final StringBuilder currentField = new StringBuilder();
    /** Whether the current field contains a quote that begins or ends an enclosed text. */
    private boolean isFieldEnclosed;

    private boolean isInQuotes;
    /** Whether the current row consists of nothing but its row delimiter, as far as its fields have ended. */
    private boolean isRowBlank;
    /** The length of the current field when its last enclosed text began or ended. */
    private int lengthAtLastQuote;
    /** The character after the one that is being read, or {@link #END_OF_INPUT}. */
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

    /**
     * Parses a separator, which may consist of bytes as hexadecimal numbers: {@code \x01} or {@code \\x0D0A}. A frontend
     * casts each byte to a character, so a byte from 80 becomes one from FF80, which is not in rows: such a separator
     * divides nothing.
     *
     * @throws InvalidLoadException if the numbers are invalid
     */
    private static String parseSeparator(String headerValue) {
        Matcher hexadecimalMatcher = HEXADECIMAL_SEPARATOR_PATTERN.matcher(headerValue);
        if (!hexadecimalMatcher.matches()) {
            return headerValue.replace("\\t", "\t").replace("\\n", "\n");
        }
        String digits = hexadecimalMatcher.group("digits");
        if (digits.isEmpty()) {
            throw new InvalidLoadException("Invalid delimiter '" + headerValue + ": empty hex string");
        }
        if (digits.length() % 2 != 0) {
            throw new InvalidLoadException("Invalid delimiter '" + headerValue + ": hex length must be a even number");
        }
        if (!digits.chars().allMatch(HexFormat::isHexDigit)) {
            throw new InvalidLoadException("Invalid delimiter '" + headerValue + "': invalid hex format");
        }
        StringBuilder separator = new StringBuilder();
        for (byte separatorByte : HexFormat.of().parseHex(digits)) {
            separator.append((char) separatorByte);
        }
        return separator.toString();
    }

    /**
     * Passes each row that is not blank to the consumer.
     *
     * @param skippedRowCount the number of rows to skip at the beginning
     */
    void readRows(long skippedRowCount, Consumer<List<@Nullable String>> rowConsumer) throws IOException {
        nextCharacter = source.read();
        for (long rowIndex = 0; nextCharacter != END_OF_INPUT; rowIndex++) {
            isRowBlank = true;
            List<@Nullable String> fields = readRow();
            if (rowIndex >= skippedRowCount && !isRowBlank) {
                rowConsumer.accept(fields);
            }
        }
    }

    /** Reads the fields up to the next row delimiter outside of quotes, or up to the end of the input. */
    private List<@Nullable String> readRow() throws IOException {
        List<@Nullable String> fields = new ArrayList<>();
        while (nextCharacter != END_OF_INPUT) {
            char character = (char) nextCharacter;
            nextCharacter = source.read();
            if (character == escapeCharacter && nextCharacter != END_OF_INPUT) {
                currentField.append((char) nextCharacter);
                nextCharacter = source.read();
            } else if (character == enclosingQuote && (isInQuotes || currentField.isEmpty())) {
                readQuote(character);
            } else if (!(trimsSpaces && character == ' ' && currentField.isEmpty() && !isFieldEnclosed)) {
                currentField.append(character);
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

    /** Reads a quote, which begins or ends an enclosed text; two quotes within the text represent one. */
    private void readQuote(char quote) throws IOException {
        if (isInQuotes && nextCharacter == quote) {
            currentField.append(quote);
            nextCharacter = source.read();
        } else {
            isInQuotes = !isInQuotes;
            isFieldEnclosed = true;
            lengthAtLastQuote = currentField.length();
        }
    }

    private boolean fieldEndsWith(String suffix) {
        return !isInQuotes
                && currentField.length() >= suffix.length()
                && currentField.indexOf(suffix, currentField.length() - suffix.length()) >= 0;
    }

    /**
     * Ends the field, and returns its value without the separator at its end; null for {@code \N}. Also determines
     * whether the row is still blank.
     *
     * @param suffix the separator with which the field ends; empty at the end of the input
     */
    private @Nullable String finishField(String suffix) {
        currentField.setLength(currentField.length() - suffix.length());
        isRowBlank &= suffix.equals(rowDelimiter) && currentField.isEmpty() && !isFieldEnclosed;
        String value = trimsSpaces ? trimField() : currentField.toString();
        currentField.setLength(0);
        isFieldEnclosed = false;
        return value.equals("\\N") ? null : value;
    }

    /**
     * Returns the field without spaces at its end. If quotes or escape characters are defined, a backend removes only
     * the spaces after a closing quote.
     */
    private String trimField() {
        if (isFieldEnclosed) {
            boolean hasSpace =
                    currentField.length() > lengthAtLastQuote && currentField.charAt(lengthAtLastQuote) == ' ';
            return hasSpace ? currentField.substring(0, lengthAtLastQuote) : currentField.toString();
        }
        int endIndex = currentField.length();
        while (readsPlainFields && endIndex > 0 && currentField.charAt(endIndex - 1) == ' ') {
            endIndex--;
        }
        return currentField.substring(0, endIndex);
    }
}
