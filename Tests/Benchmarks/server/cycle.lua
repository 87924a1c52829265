-- wrk asks for the targets in the file that TARGETS names, one after the other.
local targets = {}
for line in io.lines(os.getenv("TARGETS")) do targets[#targets + 1] = line end
local next = 0

function request()
  next = next % #targets + 1
  return wrk.format("GET", targets[next])
end
