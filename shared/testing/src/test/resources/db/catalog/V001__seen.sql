CREATE TABLE seen (
    product_id text PRIMARY KEY,
    quantity   bigint NOT NULL
);
