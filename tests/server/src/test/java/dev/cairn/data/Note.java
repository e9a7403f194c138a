package dev.cairn.data;

/** A long row. */
record Note(int id, String text) {}
