package dev.cairn.data;

/** A row whose text may be long. */
record Note(int id, String text) {}
