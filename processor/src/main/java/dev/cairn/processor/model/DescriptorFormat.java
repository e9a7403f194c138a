package dev.cairn.processor.model;

/** The format version of generated classes, which a test keeps equal to that of the runtime. */
public final class DescriptorFormat {
    public static final int CURRENT = 2;

    private DescriptorFormat() {}
}
