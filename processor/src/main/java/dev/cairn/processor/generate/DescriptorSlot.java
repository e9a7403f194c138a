package dev.cairn.processor.generate;

/** Where a frame has room for what differs from one descriptor to the next. */
enum DescriptorSlot {
    /** The first line's record. */
    FROM,
    RECORD,
    DESCRIPTOR,
    INSTANCE,
    DOCUMENTATION,
    /** What the declared object is called, as arguments. */
    NAME,
    DDL,
    COLUMNS,
    READ,
    WRITE;

    /** Javac leaves it out of names in what people write, so none of theirs has it. */
    private static final char SIGN = '\u0001';

    static final String BEGIN = "_" + SIGN;

    private final String text = BEGIN + name() + SIGN;

    /** A name in Java. */
    String text() {
        return text;
    }

    /** The one whose text stands at a place that begins as all do. */
    static DescriptorSlot at(String source, int begin) {
        int start = begin + BEGIN.length();
        return valueOf(source.substring(start, source.indexOf(SIGN, start)));
    }
}
