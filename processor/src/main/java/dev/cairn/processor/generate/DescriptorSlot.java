package dev.cairn.processor.generate;

/** The parts of a template that differ between descriptors. */
enum DescriptorSlot {
    /** The record in the first line. */
    FROM,
    RECORD,
    DESCRIPTOR,
    INSTANCE,
    DOCUMENTATION,
    /** The name of the object, as arguments. */
    NAME,
    DDL,
    COLUMNS,
    READ,
    WRITE;

    /** The mark of a slot: a character that javac ignores in names, so that sources do not contain it. */
    private static final char SIGN = '\u0001';

    static final String BEGIN = "_" + SIGN;

    private final String text = BEGIN + name() + SIGN;

    /** A Java name. */
    String text() {
        return text;
    }

    /** The slot at a mark. */
    static DescriptorSlot at(String source, int begin) {
        int start = begin + BEGIN.length();
        return valueOf(source.substring(start, source.indexOf(SIGN, start)));
    }
}
