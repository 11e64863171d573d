-- Times are the server's. Names and numbers are what callers and administrators typed; their limits
-- repeat those in storage, so that a mistake there cannot leave rows that nothing can read.

CREATE TABLE mailbox (
    -- A box made again under the same number is another box: a spooled message must not reach its new owner.
    id           uuid        PRIMARY KEY,
    number       text        COLLATE "C" NOT NULL UNIQUE CHECK (number ~ '^[A-Za-z0-9._-]{1,32}$'),
    name         text        CHECK (char_length(name) BETWEEN 1 AND 100),
    language     text        NOT NULL CHECK (language ~ '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$'),
    -- Argon2id in the PHC string format; null: nobody can listen by phone.
    pin_hash     text        CHECK (pin_hash LIKE '$argon2id$%'),
    wrong_pins   integer     NOT NULL DEFAULT 0 CHECK (wrong_pins >= 0),
    locked_until timestamptz,
    created_at   timestamptz NOT NULL
);

CREATE TABLE message (
    -- Also the name of the audio file: recordings/ab/abcd….wav.
    id            uuid        PRIMARY KEY,
    -- The order of messages in a box. Nothing outside sees this number.
    ordinal       bigint      GENERATED ALWAYS AS IDENTITY UNIQUE,
    mailbox       uuid        NOT NULL REFERENCES mailbox (id),
    state         text        NOT NULL DEFAULT 'NEW' CHECK (state IN ('NEW', 'SAVED')),
    caller_number text        CHECK (char_length(caller_number) <= 128),
    caller_name   text        CHECK (char_length(caller_name) <= 128),
    call_id       text        CHECK (char_length(call_id) <= 256),
    recorded_at   timestamptz NOT NULL,
    duration_ms   bigint      NOT NULL CHECK (duration_ms >= 0),
    ending        text        NOT NULL CHECK (char_length(ending) <= 64)
);

-- Lists a box in order and counts its new and saved messages without touching the table.
CREATE INDEX message_of_mailbox ON message (mailbox, ordinal) INCLUDE (state);

-- Messages whose row is gone and whose file is about to go. A row here outlives a crash between the two,
-- so that the file of a deleted message never becomes a message again.
CREATE TABLE removed_recording (
    id         uuid        PRIMARY KEY,
    removed_at timestamptz NOT NULL DEFAULT now()
);

-- Boxes that were deleted: a message still in the spool for one of them is removed, too, and not delivered.
CREATE TABLE removed_mailbox (
    id         uuid        PRIMARY KEY,
    removed_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE flow_version (
    name     text        COLLATE "C" NOT NULL CHECK (char_length(name) BETWEEN 1 AND 128),
    version  integer     NOT NULL CHECK (version >= 1),
    -- Null: the flow was deleted with this version.
    text     text,
    author   text        CHECK (char_length(author) <= 128),
    saved_at timestamptz NOT NULL,
    PRIMARY KEY (name, version)
);

CREATE TABLE call_record (
    id               text             PRIMARY KEY CHECK (char_length(id) <= 64),
    ordinal          bigint           GENERATED ALWAYS AS IDENTITY UNIQUE,
    sip_call_id      text             NOT NULL CHECK (char_length(sip_call_id) <= 256),
    caller           text             NOT NULL CHECK (char_length(caller) <= 256),
    called           text             NOT NULL CHECK (char_length(called) <= 256),
    request_uri      text             NOT NULL CHECK (char_length(request_uri) <= 512),
    started_at       timestamptz      NOT NULL,
    answered_at      timestamptz,
    ended_at         timestamptz      NOT NULL,
    cause            text             NOT NULL CHECK (char_length(cause) <= 128),
    codec            text             CHECK (char_length(codec) <= 64),
    packets_received bigint           NOT NULL,
    packets_lost     bigint           NOT NULL,
    jitter_ms        double precision NOT NULL
);

CREATE INDEX call_record_by_start ON call_record (started_at DESC, ordinal DESC);
