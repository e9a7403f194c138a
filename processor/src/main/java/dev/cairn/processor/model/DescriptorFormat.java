package dev.cairn.processor.model;

/** The format of generated classes, as the runtime counts it. */
public final class DescriptorFormat {
    public static final int CURRENT = 1;

    private DescriptorFormat() {}
}
