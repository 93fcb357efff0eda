// Leaves nothing in package-lock.json that changes by the day, and no address: what was locked is then what is installed.
const fs = require("fs");
const path = require("path");

const file = path.join(__dirname, "package-lock.json");
const lock = JSON.parse(fs.readFileSync(file));
for (const [place, made] of Object.entries(lock.packages)) {
  delete made.funding;
  // npm 9, which is Debian's, cannot check "latest" without an address, and takes another version for it each time.
  for (const [name, asked] of Object.entries(made.dependencies ?? {})) {
    const found = lock.packages[`${place}/node_modules/${name}`] ?? lock.packages[`node_modules/${name}`];
    if (asked === "latest") made.dependencies[name] = found.version;
  }
}
fs.writeFileSync(file, JSON.stringify(lock, null, 2) + "\n");
