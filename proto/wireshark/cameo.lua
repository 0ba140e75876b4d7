-- Wireshark's view of Cameo RPC, version 1. PROTOCOL.md, beside this folder, explains every field.
--
--   tshark -X lua_script:proto/wireshark/cameo.lua -o tls.keylog_file:keys.log -r capture.pcapng
--
-- or copy it into the folder that Help > About Wireshark > Folders calls "Personal Lua Plugins".
-- It is found by the ALPN token, so TLS must be readable: Wireshark needs either side's key log.
-- With the folder proto/ among the Protobuf preferences' search paths, messages are named too.
--
-- Filters: cameo.type == 2, cameo.method contains "Health", cameo.status != 0, cameo.stream == 5.

local cameo = Proto("cameo", "Cameo RPC")

local HELLO, REQUEST, DATA, RESPONSE, RESET, WINDOW, PING, GOAWAY = 1, 2, 3, 4, 5, 6, 7, 8
local TYPES = {
  "HELLO", "REQUEST", "DATA", "RESPONSE", "RESET", "WINDOW", "PING", "GOAWAY",
}
local END, MORE, COMPRESSED, NO_MESSAGE, ACK, UNPROCESSED = 1, 2, 4, 8, 16, 32
local STATUSES = {
  [0] = "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND",
  "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED",
  "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
}
local HEADER, LARGEST_FRAME, LARGEST_HEAD = 16, 2 ^ 24 - 1, 8192
-- Larger messages are not joined for the protobuf dissector.
local LARGEST_JOINED = 4 * 1024 * 1024

-- Fields -----------------------------------------------------------------------------------------

local function flag(name, mask)
  return ProtoField.bool("cameo.flags." .. name:lower(), name, 8, nil, mask)
end

local f = {
  length = ProtoField.uint32("cameo.length", "Length"),
  stream = ProtoField.uint32("cameo.stream", "Stream"),
  type = ProtoField.uint8("cameo.type", "Type", base.DEC, TYPES),
  flags = ProtoField.uint8("cameo.flags", "Flags", base.HEX),
  flag_end = flag("END", END),
  flag_more = flag("MORE", MORE),
  flag_compressed = flag("COMPRESSED", COMPRESSED),
  flag_no_message = flag("NO_MESSAGE", NO_MESSAGE),
  flag_ack = flag("ACK", ACK),
  flag_unprocessed = flag("UNPROCESSED", UNPROCESSED),
  head = ProtoField.uint16("cameo.head", "Envelope's length"),
  aux = ProtoField.uint32("cameo.aux", "Aux"),
  timeout = ProtoField.uint32("cameo.timeout_us", "Time left, in microseconds"),
  status = ProtoField.uint32("cameo.status", "Status", base.DEC, STATUSES),
  credit = ProtoField.uint32("cameo.credit", "Credit, in bytes"),
  envelope = ProtoField.bytes("cameo.envelope", "Envelope"),
  body = ProtoField.bytes("cameo.body", "Body"),
  text = ProtoField.string("cameo.text", "Text"),
  method = ProtoField.string("cameo.method", "Method"),
  request_in = ProtoField.framenum("cameo.request_in", "Request in", base.NONE, frametype.REQUEST),
  response_in = ProtoField.framenum(
    "cameo.response_in", "Response in", base.NONE, frametype.RESPONSE),
  time = ProtoField.double("cameo.time", "Seconds since the request"),
  max_frame = ProtoField.uint32("cameo.hello.max_frame", "max_frame"),
  max_message = ProtoField.uint32("cameo.hello.max_message", "max_message"),
  max_streams = ProtoField.uint32("cameo.hello.max_streams", "max_streams"),
  stream_window = ProtoField.uint32("cameo.hello.stream_window", "stream_window"),
  connection_window = ProtoField.uint32("cameo.hello.connection_window", "connection_window"),
  codec = ProtoField.string("cameo.hello.codec", "codec"),
  software = ProtoField.string("cameo.hello.software", "software"),
  metadata = ProtoField.bytes("cameo.metadata", "Metadata"),
  key = ProtoField.string("cameo.metadata.key", "key"),
  value = ProtoField.bytes("cameo.metadata.value", "value"),
  trace = ProtoField.bytes("cameo.trace", "trace"),
  attempt = ProtoField.uint32("cameo.attempt", "attempt"),
  message = ProtoField.string("cameo.message", "message"),
  detail = ProtoField.bytes("cameo.detail", "Detail"),
  detail_type = ProtoField.string("cameo.detail.type", "type"),
  detail_value = ProtoField.bytes("cameo.detail.value", "value"),
  retry_after = ProtoField.uint32("cameo.retry_after_ms", "retry_after_ms"),
  last_stream = ProtoField.uint32("cameo.goaway.last_stream", "last_stream"),
  reason = ProtoField.string("cameo.goaway.reason", "reason"),
  unknown = ProtoField.bytes("cameo.unknown_field", "Field of a later version"),
}
cameo.fields = f

local broken = ProtoExpert.new(
  "cameo.broken", "Against the protocol", expert.group.PROTOCOL, expert.severity.ERROR)
local ended_badly = ProtoExpert.new(
  "cameo.goaway.error", "The connection ends with an error", expert.group.RESPONSE_CODE,
  expert.severity.WARN)
local failed = ProtoExpert.new(
  "cameo.failed", "The call failed", expert.group.RESPONSE_CODE, expert.severity.NOTE)
local skipped = ProtoExpert.new(
  "cameo.skipped", "A frame of a later version", expert.group.UNDECODED, expert.severity.NOTE)
cameo.experts = { broken, ended_badly, failed, skipped }

cameo.prefs.bodies = Pref.bool(
  "Decode messages", true, "Give whole messages to the Protobuf dissector")

local tcp_stream = Field.new("tcp.stream")
local protobuf = Dissector.get("protobuf")

-- Envelopes --------------------------------------------------------------------------------------

local METADATA = { "Metadata", { f.key, "text" }, { f.value, "bytes" } }
local DETAIL = { "ErrorDetail", { f.detail_type, "text" }, { f.detail_value, "bytes" } }
-- By field number plus one: the message's name comes first.
local ENVELOPES = {
  hello = {
    "Hello", { f.max_frame, "number" }, { f.max_message, "number" }, { f.max_streams, "number" },
    { f.stream_window, "number" }, { f.connection_window, "number" }, { f.codec, "text" },
    { f.software, "text" },
  },
  request = {
    "RequestHead", { f.method, "text", "method" }, { f.metadata, METADATA }, { f.trace, "bytes" },
    { f.attempt, "number" },
  },
  response = {
    "ResponseHead", { f.metadata, METADATA }, { f.message, "text", "message" },
    { f.detail, DETAIL }, { f.retry_after, "number" },
  },
  goaway = { "GoAway", { f.last_stream, "number" }, { f.reason, "text", "message" } },
}

-- The number at `at`, and where it ends; or nothing where it does not end within the bytes.
local function varint(bytes, at)
  local value, factor = 0, 1
  for offset = at, math.min(at + 9, bytes:len() - 1) do
    local byte = bytes(offset, 1):uint()
    value = value + (byte % 128) * factor
    if byte < 128 then return value, offset + 1 end
    factor = factor * 128
  end
end

-- Where a field's content lies: its start and end, and its number for a varint; or nothing.
local function extent(bytes, at, wire)
  local number, size
  if wire == 0 then
    number, size = varint(bytes, at)
    if number then return at, size, number end
  elseif wire == 2 then
    size, at = varint(bytes, at)
    if size and at + size <= bytes:len() then return at, at + size end
  elseif wire == 1 or wire == 5 then
    local finish = at + (wire == 1 and 8 or 4)
    if finish <= bytes:len() then return at, finish end
  end
end

local walk

-- Shows one known field. Returns what is wrong with it, or nothing.
local function show(field, name, wire, content, number, tree, found)
  local kind = field[2]
  if wire ~= (kind == "number" and 0 or 2) then return name .. ": a field of another wire type" end
  if kind == "number" then
    if number >= 2 ^ 32 then return name .. ": a number beyond 32 bits" end
    tree:add(field[1], content, number)
    return
  end
  -- An empty range may not be made, so an empty field has none.
  local item = content and tree:add(field[1], content) or tree:add(field[1], "")
  if field[3] and content then found[field[3]] = content:string(ENC_UTF_8) end
  if type(kind) == "table" and content then return walk(kind, content:tvb(), item, found) end
  if kind == "text" and content and content:raw():find("\0", 1, true) then
    return name .. ": text with a NUL byte"
  end
end

-- Shows an envelope's fields in `tree` and puts those with a name into `found`. Returns what is
-- wrong, or nothing.
function walk(schema, bytes, tree, found)
  local at = 0
  while at < bytes:len() do
    local tag, after = varint(bytes, at)
    if not tag then return schema[1] .. " ends within a tag" end
    local number, wire = math.floor(tag / 8), tag % 8
    if wire == 3 or wire == 4 then return schema[1] .. " has a group" end
    local start, finish, value = extent(bytes, after, wire)
    if not start then return schema[1] .. " ends within a field" end
    local content = finish > start and bytes(start, finish - start) or nil
    local field = number > 0 and schema[number + 1]
    if field then
      local wrong = show(field, schema[1], wire, content, value, tree, found)
      if wrong then return wrong end
    else
      tree:add(f.unknown, bytes(at, finish - at))
    end
    at = finish
  end
end

-- The rules of a single frame --------------------------------------------------------------------

local PAYLOADS = { [HELLO] = "envelope", [WINDOW] = "nothing", [PING] = "8 bytes",
  [GOAWAY] = "envelope" }

local function has(frame, mask) return bit.band(frame.flags, mask) ~= 0 end

local function check_control(frame, say)
  local body, expected = frame.length - frame.head, PAYLOADS[frame.type]
  if bit.band(frame.flags, 0x0f) ~= 0 then say(frame.name .. " with flags of the low nibble") end
  if frame.stream ~= 0 and frame.type ~= WINDOW then say(frame.name .. " on a stream") end
  if body ~= (expected == "8 bytes" and 8 or 0) or (expected ~= "envelope" and frame.head > 0) then
    say(frame.name .. " with a payload other than " .. expected)
  end
end

local function check_message(frame, say)
  local body = frame.length - frame.head
  if has(frame, END) and has(frame, MORE) then say("END with MORE") end
  if has(frame, NO_MESSAGE) and (body > 0 or has(frame, MORE) or has(frame, COMPRESSED)) then
    say("NO_MESSAGE with a body, MORE or COMPRESSED")
  end
  if frame.type == RESPONSE and not has(frame, END) and not has(frame, MORE) then
    say("RESPONSE with neither END nor MORE")
  end
end

local function check_frame(frame, say)
  if frame.head > LARGEST_HEAD then say("an envelope beyond 8192 bytes") end
  if PAYLOADS[frame.type] then
    check_control(frame, say)
  elseif frame.type == REQUEST or frame.type == DATA or frame.type == RESPONSE then
    check_message(frame, say)
  elseif frame.type == 0 or (frame.type > GOAWAY and frame.type < 0x80) then
    say("a type that a receiver must know and does not")
  end
end

-- The rules of a connection ----------------------------------------------------------------------

-- By tcp.stream: { streams, last (the highest stream), client (port), greeted (by port) }.
local connections = {}
-- By number of the packet: one table for each frame in it, made when it is first seen.
local notes = {}
local now_in, now_at = nil, 0

function cameo.init()
  connections, notes, now_in, now_at = {}, {}, nil, 0
end

local function connection_of(number)
  connections[number] = connections[number] or { streams = {}, last = 0, greeted = {} }
  return connections[number]
end

-- Joins a message's pieces; returns the whole after the last.
local function join(side, frame, body)
  if has(frame, NO_MESSAGE) then return end
  local started = side.partial ~= nil
  if not has(frame, MORE) and not started then return body and body:bytes() end
  side.partial = side.partial or ByteArray.new()
  if body and side.partial:len() <= LARGEST_JOINED then side.partial:append(body:bytes()) end
  if has(frame, MORE) then return end
  local whole = side.partial
  side.partial = nil
  return whole:len() <= LARGEST_JOINED and whole or nil
end

local function open(connection, frame, note, pinfo, say)
  if frame.stream % 2 == 0 or frame.stream >= 2 ^ 31 then
    say("REQUEST on stream " .. frame.stream)
  elseif frame.stream <= connection.last then
    say("REQUEST's stream does not rise")
  end
  connection.client = connection.client or pinfo.src_port
  if connection.client ~= pinfo.src_port then say("REQUEST from a server") end
  connection.last = math.max(connection.last, frame.stream)
  local call = { method = note.found.method or "", request = pinfo.number,
    at = pinfo.abs_ts, sides = {} }
  connection.streams[frame.stream] = call
  return call
end

local function check_client(call, frame, say)
  if call.client_ended and frame.type == DATA then say("DATA after the client's END") end
  if frame.type == DATA and frame.head > 0 then say("a client's DATA with an envelope") end
  if frame.type == RESPONSE then say("RESPONSE from a client") end
  if has(frame, END) then call.client_ended = true end
end

local function check_server(call, side, frame, pinfo, say)
  if call.response then
    say(frame.name .. " after the call's end")
  elseif frame.type == DATA then
    if has(frame, END) then say("a server's DATA with END") end
    if frame.head > 0 and side.data then say("an envelope on a later DATA frame") end
    if side.responding then say("DATA within a RESPONSE") end
    side.data = true
  elseif frame.type == RESPONSE then
    if not side.responding and side.partial then
      if frame.aux == 0 then say("RESPONSE OK within a message") end
      side.partial = nil
    end
    side.responding = true
    if has(frame, END) then call.response = pinfo.number end
  end
end

-- What a stream's frame means for its call; fills in the note.
local function follow(connection, frame, note, body, pinfo, say)
  local call = connection.streams[frame.stream]
  if frame.type == REQUEST then
    call = open(connection, frame, note, pinfo, say)
  elseif not call then
    -- A capture may begin in the middle: then nothing is known of earlier calls.
    if connection.whole and (frame.stream > connection.last or frame.stream % 2 == 0) then
      say(frame.name .. " on a stream that was never opened")
    end
    return
  end
  local from_client = pinfo.src_port == connection.client
  local name = from_client and "client" or "server"
  call.sides[name] = call.sides[name] or {}
  local side = call.sides[name]
  note.call, note.from_client = call, from_client
  note.elapsed = frame.type ~= REQUEST and (pinfo.abs_ts - call.at) or nil
  if frame.type == RESET then
    -- The other side may not know yet: what it sends is dropped and no mistake.
    call.reset = true
    if not from_client then call.response = call.response or pinfo.number end
    return
  end
  if frame.type == WINDOW or call.reset then return end
  if has(frame, NO_MESSAGE) and side.partial then say("NO_MESSAGE within a message") end
  if from_client then check_client(call, frame, say) else
    check_server(call, side, frame, pinfo, say)
  end
  note.whole = join(side, frame, body)
end

local function greet(connection, frame, pinfo, say)
  local greeted = connection.greeted[pinfo.src_port]
  if frame.type == HELLO then
    if greeted then say("a second HELLO") end
    -- Both sides' first frames are here, so nothing came before them.
    connection.whole = true
  elseif connection.whole and not greeted then
    say("a frame before HELLO")
  end
  connection.greeted[pinfo.src_port] = true
end

-- The note of the packet's next frame: nothing yet on the first pass, the same one later.
local function next_note(pinfo)
  local list = notes[pinfo.number]
  if not list then
    list = {}
    notes[pinfo.number] = list
  end
  if not pinfo.visited then
    list[#list + 1] = { wrong = {}, found = {} }
    return list[#list], true
  end
  -- Wireshark asks for all of a packet or nothing, and often for the same one again.
  if now_in ~= pinfo.number then now_in, now_at = pinfo.number, 0 end
  now_at = now_at % math.max(1, #list) + 1
  return list[now_at] or { wrong = {}, found = {} }, false
end

-- Showing ----------------------------------------------------------------------------------------

local FLAGS = { { f.flag_end, END, "END" }, { f.flag_more, MORE, "MORE" },
  { f.flag_compressed, COMPRESSED, "COMPRESSED" }, { f.flag_no_message, NO_MESSAGE, "NO_MESSAGE" },
  { f.flag_ack, ACK, "ACK" }, { f.flag_unprocessed, UNPROCESSED, "UNPROCESSED" } }
local AUXES = { [REQUEST] = f.timeout, [RESPONSE] = f.status, [RESET] = f.status,
  [WINDOW] = f.credit, [GOAWAY] = f.status }
local HEADS = { [HELLO] = ENVELOPES.hello, [REQUEST] = ENVELOPES.request,
  [DATA] = ENVELOPES.response, [RESPONSE] = ENVELOPES.response, [GOAWAY] = ENVELOPES.goaway }

local function show_header(tvb, tree, frame)
  tree:add(f.length, tvb(0, 4))
  tree:add(f.stream, tvb(4, 4))
  tree:add(f.type, tvb(8, 1))
  local flags, names = tree:add(f.flags, tvb(9, 1)), {}
  for _, each in ipairs(FLAGS) do
    flags:add(each[1], tvb(9, 1))
    if has(frame, each[2]) then names[#names + 1] = each[3] end
  end
  if #names > 0 then flags:append_text(" (" .. table.concat(names, ", ") .. ")") end
  tree:add(f.head, tvb(10, 2))
  tree:add(f.aux, tvb(12, 4))
  local aux = AUXES[frame.type]
  if aux then tree:add(aux, tvb(12, 4)) end
  return names
end

local function show_body(range, tree, frame, note, pinfo)
  if range then
    local field = (frame.type == RESET) and f.text or f.body
    tree:add(field, range)
  end
  if not (cameo.prefs.bodies and protobuf and note.whole and note.whole:len() > 0) then return end
  if frame.type == RESET or not note.call or note.call.method == "" then return end
  local direction = note.from_client and "request" or "response"
  pinfo.private["pb_msg_type"] =
    "application/cameo,/" .. note.call.method .. "," .. direction
  pcall(protobuf.call, protobuf, note.whole:tvb("Message"), pinfo, tree)
end

local function show_call(tree, frame, note)
  local call = note.call
  if not call then return end
  if frame.type == REQUEST then
    if call.response then tree:add(f.response_in, call.response):set_generated() end
    return
  end
  tree:add(f.method, call.method):set_generated()
  tree:add(f.request_in, call.request):set_generated()
  if note.elapsed then tree:add(f.time, note.elapsed):set_generated() end
end

local function status_name(aux) return STATUSES[aux] or "UNKNOWN" end

local function summary(frame, note, names)
  local parts = { frame.name }
  if frame.stream ~= 0 then parts[1] = frame.name .. "[" .. frame.stream .. "]" end
  if frame.type == RESPONSE or frame.type == RESET then parts[2] = status_name(frame.aux) end
  if frame.type == WINDOW then parts[2] = "+" .. frame.aux end
  if frame.type == GOAWAY and frame.aux ~= 0 then parts[2] = status_name(frame.aux) end
  if note.call then parts[#parts + 1] = note.call.method end
  if note.found.message then
    parts[#parts + 1] = '"' .. note.found.message:gsub("%c", " ") .. '"'
  end
  if #names > 0 then parts[#parts + 1] = "(" .. table.concat(names, ", ") .. ")" end
  return table.concat(parts, " ")
end

local function show_expert(tree, frame, note)
  for _, text in ipairs(note.wrong) do tree:add_proto_expert_info(broken, text) end
  if frame.type >= 0x80 then tree:add_proto_expert_info(skipped) end
  if frame.aux == 0 then return end
  if frame.type == GOAWAY then tree:add_proto_expert_info(ended_badly) end
  if frame.type == RESPONSE or frame.type == RESET then
    tree:add_proto_expert_info(failed, "The call ended with " .. status_name(frame.aux))
  end
end

local function dissect_frame(tvb, pinfo, root)
  local frame = { length = tvb(0, 4):uint(), stream = tvb(4, 4):uint(), type = tvb(8, 1):uint(),
    flags = tvb(9, 1):uint(), head = tvb(10, 2):uint(), aux = tvb(12, 4):uint() }
  frame.name = TYPES[frame.type] or string.format("TYPE 0x%02x", frame.type)
  local note, first = next_note(pinfo)
  local function say(text)
    if first then note.wrong[#note.wrong + 1] = text end
  end
  local tree = root:add(cameo, tvb())
  local names = show_header(tvb, tree, frame)
  local head = math.min(frame.head, frame.length)
  if frame.head > head then say("an envelope longer than the payload") end
  frame.head = head
  if head > 0 then
    local range = tvb(HEADER, head)
    local envelope = tree:add(f.envelope, range)
    local schema = HEADS[frame.type]
    if schema then
      local wrong = walk(schema, range:tvb(), envelope, note.found)
      if wrong then say(wrong) end
    end
  end
  local body = frame.length > head and tvb(HEADER + head, frame.length - head) or nil
  if first then
    local connection = connection_of(tcp_stream() and tcp_stream().value or -1)
    check_frame(frame, say)
    greet(connection, frame, pinfo, say)
    if frame.stream ~= 0 and frame.type >= REQUEST and frame.type <= WINDOW then
      follow(connection, frame, note, body, pinfo, say)
    elseif frame.type >= REQUEST and frame.type <= RESET then
      say(frame.name .. " on stream 0")
    end
  end
  show_body(body, tree, frame, note, pinfo)
  show_call(tree, frame, note)
  show_expert(tree, frame, note)
  local text = summary(frame, note, names)
  tree:append_text(", " .. text)
  return text
end

-- A packet may hold several TLS records, and the dissector is called for each of them.
local function append_info(info, text)
  info:clear()  -- all that no fence protects
  info:append((tostring(info):find("%S") and ", " or "") .. text)
  info:fence()
end

function cameo.dissector(tvb, pinfo, root)
  local at, texts = 0, {}
  -- The protobuf dissector writes into the columns too, and would be all that one sees.
  pinfo.cols.protocol = "Cameo"
  while at < tvb:len() do
    local left = tvb:len() - at
    local size = left >= HEADER and HEADER + tvb(at, 4):uint()
    if size and size > HEADER + LARGEST_FRAME then
      local item = root:add(cameo, tvb(at))
      item:add_proto_expert_info(broken, "a frame of " .. (size - HEADER) .. " bytes")
      at = tvb:len()
      break
    end
    if not size or size > left then
      pinfo.desegment_offset = at
      pinfo.desegment_len = size and size - left or DESEGMENT_ONE_MORE_SEGMENT
      break
    end
    texts[#texts + 1] = dissect_frame(tvb(at, size):tvb(), pinfo, root)
    at = at + size
  end
  pinfo.cols.protocol = "Cameo"
  if #texts > 0 then append_info(pinfo.cols.info, table.concat(texts, ", ")) end
  return tvb:len()
end

DissectorTable.get("tls.alpn"):add("cameo/1", cameo)
-- For a capture without TLS, from a test: tshark -d tcp.port==7100,cameo
DissectorTable.get("tcp.port"):add_for_decode_as(cameo)
