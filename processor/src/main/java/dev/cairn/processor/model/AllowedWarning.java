package dev.cairn.processor.model;

/** A code in {@code @Allow}, which need not exist, and its place. */
public record AllowedWarning(String code, Place place) {}
