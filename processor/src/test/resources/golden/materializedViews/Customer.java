package shop;

import dev.cairn.annotation.External;

@External("lake.sales.customer")
public record Customer(long id, String name) {}
