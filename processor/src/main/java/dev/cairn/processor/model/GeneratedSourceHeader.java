package dev.cairn.processor.model;

/**
 * The first line of generated sources, which distinguishes them from written sources.
 *
 * @param originName the type from which the source is generated
 */
public record GeneratedSourceHeader(JavaClassName originName) {
    private static final String HEADER_PREFIX = "Generated from ";
    private static final String HEADER_SUFFIX = " by Cairn. Changes to this file are lost at the next compile.";
    /** The suffix of the header that versions up to 0.1 wrote. */
    private static final String HEADER_SUFFIX_UP_TO_0_1 = ". Whatever is changed here is lost.";

    /** Returns the text of the comment, without its slashes. */
    public String text() {
        return HEADER_PREFIX + originName.qualifiedName() + HEADER_SUFFIX;
    }

    /** Returns whether a source begins with the header, as this or an earlier version writes it. */
    public static boolean isPresentIn(String source) {
        String firstLine = source.lines().findFirst().orElse("");
        return firstLine.startsWith("// " + HEADER_PREFIX)
                && (firstLine.endsWith(HEADER_SUFFIX) || firstLine.endsWith(HEADER_SUFFIX_UP_TO_0_1));
    }
}
