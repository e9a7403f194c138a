package dev.cairn.processor.generate;

/** Indents lines of sources. */
final class SourceLines {
    static final String INDENT = "    ";

    private SourceLines() {}

    /** Indents all lines but the first, and no empty ones. */
    static String indented(String text, int levels) {
        return prefixed(text, INDENT.repeat(levels), "");
    }

    /** Prefixes all lines of a Javadoc comment but the first with an asterisk. */
    static String documentation(String text, int levels) {
        String indent = INDENT.repeat(levels);
        return prefixed(text, indent + " * ", indent + " *");
    }

    private static String prefixed(String text, String prefix, String onEmpty) {
        int end = text.indexOf('\n');
        if (end < 0) {
            return text;
        }
        StringBuilder lines = new StringBuilder(text.length() + text.length() / 4).append(text, 0, end);
        while (end >= 0) {
            int start = end + 1;
            end = text.indexOf('\n', start);
            int stop = end < 0 ? text.length() : end;
            lines.append('\n').append(start == stop ? onEmpty : prefix).append(text, start, stop);
        }
        return lines.toString();
    }
}
