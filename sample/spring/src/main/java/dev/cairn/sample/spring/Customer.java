package dev.cairn.sample.spring;

/** A customer, in the relational database. */
record Customer(long id, String name, String city) {}
