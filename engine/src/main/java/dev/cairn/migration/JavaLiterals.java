package dev.cairn.migration;

/**
 * Writes text as Java literals. A character beyond ASCII is escaped only if it is invisible, because people read the
 * literals and the files are encoded in UTF-8.
 */
final class JavaLiterals {
    private JavaLiterals() {}

    /** Returns a string literal, {@code "text"}. */
    static String stringLiteral(String text) {
        StringBuilder literal = new StringBuilder("\"");
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            if (character == '"') {
                literal.append("\\\"");
            } else if (character == '\n') {
                literal.append("\\n");
            } else {
                appendCharacter(literal, character);
            }
        }
        return literal.append('"').toString();
    }

    /** Returns a text block that ends with a line break, with each line indented. */
    static String textBlock(String text, String indentation) {
        StringBuilder literal = new StringBuilder("\"\"\"\n");
        for (String line : text.split("\n", -1)) {
            literal.append(line.isEmpty() ? "" : indentation);
            appendLine(literal, line);
            // The compiler strips a trailing space beyond ASCII even if it is escaped, unless something follows it.
            boolean needsEscapedLineBreak = !line.isEmpty() && isStrippedEvenIfEscaped(line.charAt(line.length() - 1));
            literal.append(needsEscapedLineBreak ? "\\n\\\n" : "\n");
        }
        return literal.append(indentation).append("\"\"\"").toString();
    }

    private static boolean isStrippedEvenIfEscaped(char character) {
        return character >= 0x100 && Character.isWhitespace(character);
    }

    private static void appendLine(StringBuilder literal, String line) {
        int quoteCount = 0;
        for (int index = 0; index < line.length(); index++) {
            char character = line.charAt(index);
            quoteCount = character == '"' ? quoteCount + 1 : 0;
            if (quoteCount == 3) {
                literal.append("\\\"");
                quoteCount = 0;
            } else if (character == '"') {
                literal.append(character);
            } else if (character == ' ' && index == line.length() - 1) {
                literal.append("\\s");
            } else {
                appendCharacter(literal, character);
            }
        }
    }

    private static void appendCharacter(StringBuilder literal, char character) {
        switch (character) {
            case '\\' -> literal.append("\\\\");
            case '\t' -> literal.append("\\t");
            case '\r' -> literal.append("\\r");
            case '\f' -> literal.append("\\f");
            default -> {
                if (isVisible(character)) {
                    literal.append(character);
                } else if (character < 0x100) {
                    JavaEscape.appendOctal(literal, character);
                } else {
                    JavaEscape.appendUnicode(literal, character);
                }
            }
        }
    }

    private static boolean isVisible(char character) {
        return character == ' '
                || !(Character.isISOControl(character)
                        || Character.isWhitespace(character)
                        || Character.isSpaceChar(character)
                        || Character.getType(character) == Character.FORMAT);
    }
}
