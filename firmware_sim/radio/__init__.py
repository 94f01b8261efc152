"""What is on the air, as a Bluetooth adapter of this machine would hear it: org.bluez on D-Bus."""
